"""What the server writes before the service worker: the worker has no paths of its own."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.config import ROOT, Settings
from app.core.route_patterns import UnknownEndpointError
from app.features import FEATURES
from tests.support.browse import Browse

OWN = [
    "/hu/beszelgetes/abc", "/de/idopont/foglalasom/KLM234", "/en/idopont/foglalasom", "/hu-simple/idopont/kesz/KLM234",
]  # fmt: skip
NOT_OWN = [
    "/hu/beszelgetes", "/hu/beszelgetes/folytatas", "/hu/beszelgetes/abc/befejezes", "/staff/beszelgetes/abc",
    "/hu/idopont", "/xx/beszelgetes/abc",
]  # fmt: skip


@pytest.fixture
def routes(browse: Browse) -> dict[str, Any]:
    preface = browse.client.get("/service-worker.js").text.splitlines()[0]
    return json.loads(re.search(r"self\.__ROUTES=(\{.*?\});", preface)[1])


def fits(patterns: list[str], path: str) -> bool:
    return any(re.search(pattern, path) for pattern in patterns)


def test_the_pages_of_one_citizen_are_stored_and_no_others(routes: dict[str, Any]):
    assert {path: fits(routes["ownPages"], path) for path in [*OWN, *NOT_OWN]} == {
        **dict.fromkeys(OWN, True), **dict.fromkeys(NOT_OWN, False),
    }  # fmt: skip


def test_only_messages_wait_for_a_connection(routes: dict[str, Any]):
    assert fits(routes["queuedPosts"], "/hu/beszelgetes/abc/uzenet")
    assert not fits(routes["queuedPosts"], "/hu/beszelgetes/abc/fajl")


def test_the_paths_of_assets_languages_and_preferences_are_those_of_the_routes(routes: dict[str, Any], app: Flask):
    assert (app.config["DIST"] / "app.css").is_file()
    with app.test_client().get(f"{routes['assets']}{app.config['RELEASE']}/app.css") as response:
        assert response.status_code == 200
    assert routes["start"]["de"] == "/de/"
    assert routes["offline"]["hu"] == "/hu/offline"
    assert fits(routes["preferences"], "/en/beallitasok")


@pytest.mark.parametrize("room", ["chat", "appointments", "console"])
def test_a_feature_that_names_a_renamed_route_stops_the_start(settings: Settings, room: str, monkeypatch):
    feature = next(feature for feature in FEATURES if feature.name == room)
    hook = {"chat": "queued_posts", "appointments": "own_pages", "console": "menu"}[room]
    renamed = [type("Entry", (), {"endpoint": "chat.renamed"})] if hook == "menu" else ["chat.renamed"]
    monkeypatch.setitem(feature.__dict__, hook, renamed)
    with pytest.raises(UnknownEndpointError, match=r"chat\.renamed"):
        create_app(settings)


def test_the_worker_itself_names_no_page():
    """A path that is written by hand stays behind when its route is renamed."""
    for name in ("service-worker.js", "js/core/keeping.js"):
        script = re.sub(r"/\*.*?\*/|//.*", "", (ROOT / "pwa" / name).read_text("utf-8"), flags=re.S)
        words = {rule.split("/")[2] for rule in ("/hu/beszelgetes", "/hu/idopont", "/hu/beallitasok", "/hu/offline")}
        found = [word for word in words if re.search(rf"/{word}\b", script)]
        assert found == [], name
