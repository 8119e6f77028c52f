"""Languages: which one is spoken, what stands in when a text is missing, dates and times."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.core import i18n
from app.core.i18n import Text, localized, use_language
from tests.support.languages import LANGUAGES

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("hu,en;q=0.5", "hu"),
        ("de-AT,de;q=0.9,en;q=0.4", "de"),
        ("en-GB", "en"),
        ("fr-FR,en;q=0.3", "en"),
        ("ro", "hu"),
        ("", "hu"),
        ("*", "hu"),
        ("\x00;;q=x,,", "hu"),
    ],
)
def test_the_browsers_language_is_taken_when_we_have_it(app: Flask, asked: str, spoken: str):
    with app.test_request_context("/", headers={"Accept-Language": asked}):
        assert i18n.preferred() == spoken


def test_the_front_door_leads_to_the_best_language(app: Flask):
    answer = app.test_client().get("/", headers={"Accept-Language": "de"})
    assert answer.status_code in {302, 303}
    assert answer.location.endswith("/de/")


@pytest.mark.parametrize(("cookie", "spoken"), [("hu-simple", "hu-simple"), ("fr", "en"), ("<script>", "en")])
def test_a_choice_made_before_wins_if_it_makes_sense(app: Flask, cookie: str, spoken: str):
    headers = {"Accept-Language": "en", "Cookie": f"language={cookie}"}
    with app.test_request_context("/", headers=headers):
        assert i18n.preferred() == spoken


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_decides_before_anything_else(browse, language: str):
    page = browse.get(f"/{language}/helyek", headers={"Accept-Language": "de", "Cookie": "language=en"})
    assert page.html["lang"] == language


def test_an_unknown_language_is_an_unknown_page_in_the_visitors_language(browse):
    page = browse.get("/fr/helyek", status=404, headers={"Accept-Language": "de"})
    assert page.html["lang"] == "de"


def test_a_page_leads_to_itself_in_every_language_with_its_question(browse):
    page = browse.get("/hu/helyek/varoshaza?nap=2026-11-26")
    links = {a["hreflang"]: a["href"] for a in page.select("nav.reading a[hreflang]")}
    assert links["en"] == "/en/helyek/varoshaza?nap=2026-11-26"
    assert set(links) == {"hu-simple", "en", "de"}
    alternates = {link["hreflang"] for link in page.select("link[rel=alternate]")}
    assert alternates == set(LANGUAGES)


@pytest.mark.parametrize("name", ["endpoint", "_method", "_scheme", "_external", "_anchor", "values", "self", "lang"])
def test_no_name_in_a_question_gives_orders_to_the_language_links(browse, name: str):
    page = browse.get(f"/hu/kereses?q=adó&{name}=javascript")
    links = {a["hreflang"]: a["href"] for a in page.select("nav.reading a[hreflang]")}
    kept = "" if name == "lang" else f"&{name}=javascript"
    assert links["de"] == f"/de/kereses?q=ad%C3%B3{kept}"
    browse.get(f"/hu/nincs-ilyen?{name}=javascript", status=404)


def test_a_repeated_question_is_kept_in_the_language_links(browse):
    page = browse.get("/hu/kereses?q=a&q=b")
    assert page.select_one("nav.reading a[hreflang=en]")["href"] == "/en/kereses?q=a&q=b"


def test_a_staff_page_keeps_its_question_in_the_language_links(browse):
    page = browse.get("/staff/belepes?lang=en&next=/staff/asztal")
    assert page.select_one("nav.reading a[hreflang=de]")["href"] == "/staff/belepes?lang=de&next=%2Fstaff%2Fasztal"


def test_use_language_speaks_another_language_for_the_block_only(app: Flask):
    with app.test_request_context("/hu/helyek"):
        app.preprocess_request()
        before = i18n.gettext("Settings")
        with use_language("de"):
            assert i18n.lang() == "de"
            inside = i18n.gettext("Settings")
        assert i18n.lang() == "hu"
        assert i18n.gettext("Settings") == before != inside


def test_an_unknown_language_speaks_hungarian():
    with use_language("tlh"):
        assert i18n.lang() == "hu"


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [("hu", "magyar", "hu"), ("hu-simple", "magyar", "hu"), ("en", "English", "en"), ("de", "magyar", "hu")],
)
def test_a_missing_text_falls_back_and_says_in_which_language_it_is(language: str, text: str, marked: str):
    found = localized({"hu": "magyar", "en": "English"}, language)
    assert (str(found), found.lang) == (text, marked)


def test_a_text_that_only_another_language_has_is_better_than_none():
    assert localized({"de": "Deutsch"}, "hu") == Text("Deutsch", "de")
    assert localized({"de": "Deutsch"}, "hu").lang == "de"
    assert localized(None, "en") == ""
    assert localized({}, "en") == ""


def test_a_foreign_part_is_marked_and_an_easy_text_on_a_hungarian_page_is_not():
    with use_language("en"):
        assert i18n.mark_language({"hu": "Városháza"}) == '<span lang="hu">Városháza</span>'
        assert i18n.mark_language({"hu": "Városháza", "en": "Town hall"}) == "Town hall"
    with use_language("hu-simple"):
        assert i18n.mark_language({"hu": "Városháza"}) == "Városháza"


def test_a_marked_text_is_never_markup():
    with use_language("en"):
        assert i18n.mark_language({"hu": "<b>"}) == '<span lang="hu">&lt;b&gt;</span>'
        assert i18n.mark_language({"en": "<b>"}) == "&lt;b&gt;"


def test_one_idea_a_line_becomes_lines_and_a_single_line_stays_as_it_is():
    assert i18n.lines("Egy.\n\n<Kettő>.\n") == (
        '<span class="lines"><span>Egy.</span> <span>&lt;Kettő&gt;.</span> </span>'
    )
    assert i18n.lines("Egy.\n") == "Egy."


@pytest.mark.parametrize(
    ("language", "long", "near", "plain"),
    [
        ("hu", "2026. november 26., csütörtök", "november 26., csütörtök", "2026. november 26."),
        ("hu-simple", "2026. november 26., csütörtök", "november 26., csütörtök", "2026. november 26."),
        ("en", "Thursday 26 November 2026", "Thursday 26 November", "26 November 2026"),
        ("de", "Donnerstag, 26. November 2026", "Donnerstag, 26. November", "26. November 2026"),
    ],
)
def test_a_day_is_written_as_each_language_writes_it(language: str, long: str, near: str, plain: str):
    with use_language(language):
        assert (i18n.date_long(DAY), i18n.date_day(DAY), i18n.date_plain(DAY)) == (long, near, plain)


def test_a_moment_late_in_the_evening_belongs_to_budapests_day():
    with use_language("hu"):
        assert i18n.date_plain(datetime(2026, 11, 26, 23, 30, tzinfo=UTC)) == "2026. november 27."


@pytest.mark.parametrize(
    ("language", "written"), [("hu", "9.05"), ("hu-simple", "9.05"), ("en", "9:05"), ("de", "9.05")]
)
def test_a_time_is_budapests_wall_clock(language: str, written: str):
    with use_language(language):
        assert i18n.time_of_day(datetime(2026, 11, 26, 8, 5, tzinfo=UTC)) == written
        assert i18n.time_of_day(datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == written


def test_the_language_that_was_read_last_opens_next_time(app: Flask):
    client = app.test_client()
    answer = client.get("/de/helyek")
    assert any(cookie.startswith("language=de;") for cookie in answer.headers.getlist("Set-Cookie"))
    assert 'lang="de"' in client.get("/staff/belepes").text


@pytest.mark.parametrize("mode", ["cors", "no-cors", "same-origin"])
def test_what_a_script_fetches_is_not_reading(app: Flask, mode: str):
    answer = app.test_client().get("/de/helyek", headers={"Sec-Fetch-Mode": mode})
    assert not any(cookie.startswith("language=") for cookie in answer.headers.getlist("Set-Cookie"))


def test_a_page_outside_of_the_languages_takes_one_by_question_and_keeps_it(browse):
    assert browse.get("/staff/belepes?lang=xx").html["lang"] == "hu"
    assert browse.get("/staff/belepes?lang=de").html["lang"] == "de"
    assert browse.get("/staff/belepes").html["lang"] == "de"
