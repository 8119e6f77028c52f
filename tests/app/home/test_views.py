"""The start page and the pages about the service."""

from __future__ import annotations

import pytest

from app.core import content
from tests.support.browse import Browse
from tests.support.languages import LANGUAGES


@pytest.mark.parametrize(
    ("asked", "language"),
    [("de-AT,de;q=0.9,en;q=0.5", "de"), ("en-GB", "en"), ("hu", "hu"), ("ja,fr;q=0.5", "hu"), ("", "hu")],
)
def test_the_root_address_redirects_to_the_browsers_language(browse: Browse, asked: str, language: str):
    response = browse.client.get("/", headers={"Accept-Language": asked})
    assert (response.status_code, response.location) == (302, f"/{language}/")
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in response.headers["Vary"].split(",")}


def test_the_root_address_redirects_to_the_language_read_last(browse: Browse):
    browse.get("/de/vallalasaink", headers={"Accept-Language": "hu"})
    assert browse.get("/", headers={"Accept-Language": "hu"}).response.request.path == "/de/"


def test_a_fetch_by_the_service_worker_does_not_change_the_language(browse: Browse):
    browse.get("/de/", headers={"Accept-Language": "hu", "Sec-Fetch-Mode": "cors"})
    assert browse.client.get("/", headers={"Accept-Language": "hu"}).location == "/hu/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", "vallalasaink", "adatkezeles", "offline"])
def test_every_page_is_sound_in_every_language(browse: Browse, language: str, page: str):
    assert browse.get(f"/{language}/{page}").html["lang"] == language


def test_the_start_page_says_first_what_is_open_and_until_when(browse: Browse):
    page = browse.get("/hu/")
    assert page.select_one(".state h2").get_text(strip=True) == "Most nyitva vagyunk, 19 óráig."
    assert "7.00–8.00 és 16.00–19.00" in page.select_one(".state").get_text()
    assert page.select_one("svg.day")["aria-hidden"] == "true"


def test_out_of_hours_the_start_page_says_when_it_opens_and_offers_a_message(browse: Browse, clock):
    clock.travel("2026-11-24T20:30")
    page = browse.get("/hu/")
    assert (
        page.select_one(".state--closed h2").get_text(strip=True)
        == "Most zárva vagyunk. A következő nyitás: szerda 7.00."
    )
    assert "Hagyjon üzenetet" in page.words
    assert "Most is hívhat" not in page.words


def test_the_search_goes_to_the_search_page_with_the_citizens_words(browse: Browse):
    form = browse.get("/en/").select_one("form[role=search]")
    assert (form["method"], form["action"], form.select_one("input")["name"]) == ("get", "/en/kereses", "q")


def test_all_life_situations_have_a_link_and_a_symbol(browse: Browse):
    situations = content.load("life-situations.yaml")
    tiles = browse.get("/hu/").select(".tile")
    assert [tile.a.get_text() for tile in tiles] == [situation["title"]["hu"] for situation in situations]
    assert [tile.a["href"] for tile in tiles] == [f"/hu/elethelyzetek/{situation['slug']}" for situation in situations]
    assert all(tile.svg["aria-hidden"] == "true" for tile in tiles)


def test_there_are_four_ways_to_a_person_and_three_places_with_todays_hours(browse: Browse):
    page = browse.get("/hu/")
    assert [way.h3.get_text() for way in page.select(".way")] == ["Csevegés", "Telefon", "Visszahívás", "Személyesen"]
    assert [place.a.get_text() for place in page.select(".place")] == [
        "Kamaraerdei Közösségi Ház", "Telekuckó", "gr. Bercsényi Zsuzsanna Városi Könyvtár",
    ]  # fmt: skip
    assert page.select_one(".place dd").get_text() == "9.00–12.00 és 14.00–19.00"


def test_hungarian_names_are_marked_on_a_german_page(browse: Browse):
    assert browse.get("/de/").select_one(".place h3 [lang=hu]").get_text() == "Kamaraerdei Közösségi Ház"


def test_the_easy_start_page_offers_large_choices_and_few_words(browse: Browse):
    easy, full = browse.get("/hu-simple/"), browse.get("/hu/")
    assert "easy" in easy.body["class"]
    assert [choice.get_text(strip=True) for choice in easy.select(".choice")][:2] == ["Írok Önöknek", "Telefonálok"]
    assert len(easy.words.split()) < len(full.words.split()) * 0.6


def test_every_page_has_links_to_itself_in_the_other_languages(browse: Browse):
    page = browse.get("/en/adatkezeles")
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate]")}
    assert alternates == {language: f"/{language}/adatkezeles" for language in LANGUAGES}
    assert page.link("Deutsch") == "/de/adatkezeles"


def test_the_manifest_is_in_the_requested_language(browse: Browse):
    response = browse.client.get("/manifest.webmanifest?lang=en")
    assert response.mimetype == "application/manifest+json"
    assert (response.json["lang"], response.json["id"], response.json["scope"]) == ("en", "/", "/")
    assert [shortcut["url"] for shortcut in response.json["shortcuts"]] == [
        "/en/beszelgetes", "/en/idopont", "/en/kereses",
    ]  # fmt: skip
    assert "Set-Cookie" not in response.headers


def test_all_pictures_of_the_manifest_are_there(browse: Browse):
    manifest = browse.client.get("/manifest.webmanifest?lang=hu").json
    pictures = [*manifest["icons"], *manifest["screenshots"]]
    assert {icon.get("purpose") for icon in manifest["icons"]} >= {"any", "maskable"}
    for picture in pictures:
        with browse.client.get(picture["src"]) as response:
            assert (response.status_code, response.mimetype) == (200, picture["type"])


def test_the_service_worker_has_every_page_in_scope_and_is_always_revalidated(browse: Browse, app):
    response = browse.client.get("/service-worker.js")
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.cache_control.no_cache
    first = response.text.splitlines()[0]
    assert app.config["RELEASE"] in first
    assert '"/de/nyitvatartas"' in first
    again = browse.client.get("/service-worker.js", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_all_pages_for_offline_use_open_in_every_language(browse: Browse, app):
    from app.core import site

    for page in site.pages("offline"):
        with app.test_request_context("/"):
            from flask import url_for

            addresses = [url_for(page.endpoint, lang=language, **page.arguments) for language in LANGUAGES]
        for address in addresses:
            assert browse.client.get(address).status_code == 200, address


def test_the_privacy_page_says_the_times_that_are_set(app, browse, settings):
    app.extensions["settings"] = settings.model_copy(update={"keep_transcripts_days": 61, "keep_bookings_days": 17})
    page = browse.get("/hu/adatkezeles")
    assert "61 napig" in page.words
    assert "17 napig" in page.words
    assert browse.get(page.link("Megkereséseim")).heading == "Hol tart a megkeresésem?"


def test_the_privacy_page_names_the_cookies_that_a_contact_sets(browse):
    page = browse.submit(browse.get("/hu/beszelgetes"), {"body": "Jó napot!", "needs": ["yes-no"], "remember": ["yes"]})
    assert "/beszelgetes/" in page.response.request.path
    told = {code.get_text().rstrip("…") for code in browse.get("/hu/adatkezeles").select("dt code")}
    families = tuple(name for name in told if name.endswith("-"))
    set_here = {cookie.key for cookie in browse.client._cookies.values()}
    assert len(set_here) > 2
    assert {name for name in set_here if name not in told and not name.startswith(families)} == set()
