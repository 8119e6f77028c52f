"""Secrets, headers, and what is kept from whom."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from app import create_app
from app.config import Settings, WrongSetting
from app.core import security

PAGES = ["/hu/", "/en/helyek", "/hu/nincs", "/staff/belepes", "/api/v1/hours", "/sitemap.xml"]


def policy(header: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in header.split(";"))


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(app: Flask, path: str):
    headers = app.test_client().get(path).headers
    rules = policy(headers["Content-Security-Policy"])
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "http" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_live_connections_go_to_our_own_server_only(app: Flask):
    answer = app.test_client().get("/hu/", base_url="https://hivatal.example")
    assert policy(answer.headers["Content-Security-Policy"])["connect-src"] == "'self' wss://hivatal.example"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_pages_are_asked_for_again_and_staff_pages_never_stored(app: Flask):
    client = app.test_client()
    assert client.get("/hu/helyek").headers["Cache-Control"] == "private, no-cache"
    assert client.get("/hu/nincs-ilyen").headers["Cache-Control"] == "private, no-cache"
    assert client.get("/api/v1/hours").headers["Cache-Control"] == "private, no-cache"
    assert client.get("/staff/belepes").headers["Cache-Control"] == "no-store"


def test_cookies_are_closed_to_scripts_and_to_other_sites(app: Flask):
    for cookie in app.test_client().get("/en/idopont").headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_over_https_cookies_stay_on_https(settings: Settings):
    app = create_app(settings.model_copy(update={"public_url": "https://hivatal.example"}))
    assert app.config["SESSION_COOKIE_SECURE"] is True


def test_the_installations_key_is_made_once_and_readable_by_nobody_else(tmp_path):
    first = security.kept_secret(tmp_path / "data")
    assert len(first) == 64
    assert security.kept_secret(tmp_path / "data") == first
    assert security.kept_secret(tmp_path / "other") != first
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("left", ["", "0f8b1c5d"])
def test_a_damaged_key_stops_the_start_rather_than_signing_with_nothing(tmp_path, left: str):
    (tmp_path / "secret_key").write_text(left, "utf-8")
    with pytest.raises(WrongSetting, match="secret_key is damaged"):
        security.kept_secret(tmp_path)


def test_processes_that_start_at_once_share_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: security.kept_secret(tmp_path / "data"), range(32)))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


def test_a_number_that_no_database_holds_leads_nowhere(app: Flask):
    adapter = app.url_map.bind("localhost")
    assert adapter.match("/staff/munkatarsak/2147483647")[1] == {"staff_id": 2147483647}
    with pytest.raises(NotFound):
        adapter.match("/staff/munkatarsak/2147483648")


def test_tokens_are_long_and_never_the_same():
    made = {security.new_token() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[\w-]{32}", token) for token in made)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("unknown", "unknown", True),
    ],
)
def test_a_line_that_has_a_whole_network_is_one_caller(app: Flask, one: str, other: str, same: bool):
    seen = []
    for address in (one, other):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            seen.append(security.rate_limit_key())
    assert (seen[0] == seen[1]) is same


def test_a_code_can_be_told_on_the_telephone():
    for _ in range(200):
        assert re.fullmatch(r"[BCDFGHJKLMNPRSTVZ]{3}-[2-9]{3}", security.short_code("aaa-999"))


def test_rate_limits_answer_with_a_page_in_the_right_language(settings: Settings):
    app = create_app(settings.model_copy(update={"rate_limits": True}))
    client = app.test_client()
    answers = [client.get(f"/staff/proba/{number}?lang=de") for number in range(80)]
    limited = [answer for answer in answers if answer.status_code == 429]
    assert limited
    assert 'lang="de"' in limited[0].text
