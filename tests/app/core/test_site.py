"""The site as a whole: its map, its health, its set-up."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from flask import Flask

from app import create_app
from app.core import db, site
from tests.support.languages import LANGUAGES

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def entries(app: Flask) -> dict[str, dict[str, str]]:
    tree = ET.fromstring(app.test_client().get("/sitemap.xml").data)
    return {
        url.find(f"{SITEMAP}loc").text: {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        for url in tree
    }


def test_the_map_lists_every_page_in_every_language_once(app: Flask):
    listed = entries(app)
    pages = site.pages("sitemap")
    assert len(listed) == len(pages) * len(LANGUAGES)
    for address, alternates in listed.items():
        assert set(alternates) == set(LANGUAGES)
        assert address in alternates.values()


def admitted(rules: list[str], path: str) -> bool:
    """Say whether a search engine may ask for a path: the longest rule decides."""
    fitting = [rule.partition(": ") for rule in rules if path.startswith(rule.partition(": ")[2])]
    return max(fitting, key=lambda rule: len(rule[2]), default=("Allow", "", ""))[0] == "Allow"


def test_search_engines_are_kept_to_the_public_pages(app: Flask):
    answer = app.test_client().get("/robots.txt")
    assert answer.mimetype == "text/plain"
    rules = [line for line in answer.text.splitlines() if line.startswith(("Allow", "Disallow"))]
    for language in LANGUAGES:
        for own in ("beszelgetes/x1", "beszelgetes/x1/fajl/2", "kovetes/x1", "visszahivas/x1", "idopont/kesz/BKT472",
                    "idopont/foglalasom/BKT472", "elonezet/1"):  # fmt: skip
            assert not admitted(rules, f"/{language}/{own}"), own
    assert not admitted(rules, "/staff/belepes")
    assert not admitted(rules, "/api/v1/openapi.json")
    public = [address for alternates in entries(app).values() for address in alternates.values()]
    closed = [one for one in public if not admitted(rules, "/" + one.split("/", 3)[3])]
    assert closed == []
    assert f"Sitemap: {app.extensions['settings'].address}/sitemap.xml" in answer.text


def test_the_oldest_name_of_a_sites_icon_gives_the_mark(app: Flask):
    answer = app.test_client().get("/favicon.ico")
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    assert "public" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("app")
def test_what_stays_readable_offline_is_public():
    public = {(page.endpoint, *page.arguments.values()) for page in site.pages("sitemap")}
    offline = {(page.endpoint, *page.arguments.values()) for page in site.pages("offline")}
    assert offline
    assert {page for page in offline if page not in public and page[0] != "home.offline"} == set()


def test_health_says_how_the_parts_are(app: Flask):
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json["ok"] is True
    assert answer.json["parts"]["database"] == {"ok": True, "dialect": "sqlite"}


def test_a_database_that_does_not_answer_is_unhealthy(app: Flask):
    app.extensions["engine"] = db.open_engine("sqlite:////nonexistent/folder/app.db")
    with app.app_context():
        answer = app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json["ok"] is False
    assert answer.json["parts"]["database"]["ok"] is False


@pytest.mark.parametrize(
    ("public", "expected"), [("https://segit.example", "https://segit.example"), ("", "http://x.y")]
)
def test_the_public_address_stands_in_answers_whatever_host_was_asked(settings, public: str, expected: str):
    app = create_app(settings.model_copy(update={"public_url": public}))
    with app.app_context():
        db.Base.metadata.create_all(app.extensions["engine"])
    client = app.test_client()
    named = client.get("/api/v1/locations/telekucko", base_url="http://x.y").json["page"]
    assert named == f"{expected}/hu/helyek/telekucko"


def test_who_asks_for_a_pages_head_alone_is_answered_as_for_the_page(app: Flask):
    client = app.test_client()
    with app.test_request_context("/"):
        paths = [site.page_path(page, "hu") for page in site.pages("sitemap")]
    answers = {path: (client.head(path).status_code, client.get(path).status_code) for path in paths}
    assert {path: found for path, found in answers.items() if found != (200, 200)} == {}
