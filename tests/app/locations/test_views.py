"""The pages of places and hours."""

from __future__ import annotations

import pytest

from app.locations import queries
from tests.support.browse import Browse
from tests.support.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_location_pages_open_in_every_language(browse: Browse, language: str):
    page = browse.get(f"/{language}/helyek")
    assert len(page.select(".place")) == len(queries.locations())
    for place in queries.locations():
        one = browse.get(page.link(place.name))
        assert one.heading == place.name
        assert place.address in one.words
        assert len(one.select("table.week tbody tr")) == 7
        assert len(one.select(".prose ul li")) >= len(place.services)
        assert f"/{language}/idopont/hely/{place.slug}" in [a["href"] for a in one.select("main a")]


def test_a_location_page_names_existing_and_missing_features_in_words(browse: Browse):
    page = browse.get("/hu/helyek/telekucko")
    features = {row.dt.get_text(): " ".join(row.dd.get_text(" ").split()) for row in page.select(".facts > div")}
    assert features["Lépcsőmentes bejárat"] == "Van Rámpa a tér felől"
    assert features["Csendes szoba"] == "Nincs"
    assert features["Legközelebbi akadálymentes megálló"].endswith("60 méter")
    assert "vezetősáv" in page.words


def test_hungarian_names_are_marked_on_foreign_pages(browse: Browse):
    page = browse.get("/de/helyek/varosi-konyvtar")
    assert page.h1.select_one("[lang=hu]")
    assert "Stadtbibliothek" in page.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hours_page_lists_all_hours_and_exceptional_days(browse: Browse, language: str):
    page = browse.get(f"/{language}/nyitvatartas")
    assert len(page.select("table.week")) == 1 + len(queries.locations())
    assert len(page.select(".facts > div")) == 6
    assert page.select(".week__today")


def test_the_hours_page_names_the_holiday_of_the_week(browse: Browse, clock):
    clock.travel("2026-12-22T12:00")
    page = browse.get("/hu/nyitvatartas")
    row = next(tr for tr in page.select("#answers-1 tbody tr") if "december 25." in tr.get_text())
    assert " ".join(row.td.get_text(" ").split()) == "zárva Karácsony"


def test_a_place_that_does_not_exist_is_not_found(browse: Browse):
    browse.get("/hu/helyek/sehol", status=404)
