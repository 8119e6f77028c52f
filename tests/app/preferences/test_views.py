"""The settings page."""

from __future__ import annotations

import pytest

from tests.support.browse import Browse, Page
from tests.support.languages import LANGUAGES

SETTINGS = "/hu/beallitasok"
LARGE = {"size": "150", "spacing": "wide", "contrast": "more", "theme": "dark", "motion": "none"}


def save(browse: Browse, choices: dict[str, str], path: str = SETTINGS) -> Page:
    return browse.submit(browse.get(path), choices)


def look(page: Page) -> dict[str, str]:
    return {name.removeprefix("data-"): value for name, value in page.html.attrs.items() if name.startswith("data-")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sound_in_every_language(browse: Browse, language: str):
    page = browse.get(f"/{language}/beallitasok")
    assert len(page.select("fieldset")) == 7
    assert len(page.select("input[type=radio][checked]")) == 7


def test_preferences_apply_to_every_page_in_every_language(browse: Browse):
    save(browse, LARGE)
    assert look(browse.get("/de/")) == LARGE
    page = browse.get("/en/beallitasok")
    assert {name: page.fields()[name] for name in LARGE} == LARGE


def test_the_choices_are_kept_in_one_cookie_for_a_year(browse: Browse):
    save(browse, LARGE)
    cookie = browse.client.get_cookie("preferences")
    assert cookie.max_age == 365 * 24 * 3600
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_the_confirmation_is_shown_once(browse: Browse):
    assert "A beállításait elmentettük" in save(browse, LARGE).words
    assert "A beállításait elmentettük" not in browse.get(SETTINGS).words


def test_everything_can_be_reset(browse: Browse):
    save(browse, LARGE)
    page = browse.submit(browse.get(SETTINGS), {"reset": "1"})
    assert look(page) == {}
    assert look(browse.get("/hu/")) == {}


def test_a_question_that_is_not_answered_keeps_its_answer(browse: Browse):
    save(browse, LARGE)
    token = browse.get(SETTINGS).fields()["csrf_token"]
    browse.post(SETTINGS, {"csrf_token": token, "size": "200"})
    assert look(browse.get("/hu/")) == {**LARGE, "size": "200"}


def test_an_impossible_choice_is_refused_and_the_rest_is_kept_as_given(browse: Browse):
    page = browse.submit(browse.get(SETTINGS), {**LARGE, "size": "9000"}, status=422)
    assert page.title.get_text().startswith("Hiba: ")
    assert list(page.errors()) == ["size"]
    assert page.fields()["theme"] == "dark"
    assert look(browse.get("/hu/")) == {}


def test_a_hostile_cookie_changes_nothing(browse: Browse):
    browse.client.set_cookie("preferences", 'size-9000.theme-x"onload="alert(1).contrast-more')
    page = browse.get("/hu/")
    assert look(page) == {"contrast": "more"}


def test_simple_mode_redirects_every_page_to_easy_hungarian(browse: Browse):
    page = save(browse, {"simple": "on"})
    assert page.html["lang"] == "hu-simple"
    assert browse.get("/").html["lang"] == "hu-simple"
    assert browse.get("/hu/vallalasaink").html["lang"] == "hu-simple"


def test_in_simple_mode_the_link_to_hungarian_still_leads_to_hungarian(browse: Browse):
    save(browse, {"simple": "on"})
    page = browse.get("/hu/vallalasaink", headers={"Referer": "http://localhost/hu-simple/vallalasaink"})
    assert page.html["lang"] == "hu"


def test_leaving_simple_mode_leads_back_to_ordinary_hungarian(browse: Browse):
    save(browse, {"simple": "on"})
    page = save(browse, {"simple": "off"}, "/hu-simple/beallitasok")
    assert page.html["lang"] == "hu"
    assert browse.get("/").html["lang"] == "hu"


def test_simple_mode_can_be_chosen_on_an_english_page_which_says_what_it_is(browse: Browse):
    assert "easy Hungarian" in browse.get("/en/beallitasok").words
    assert save(browse, {"simple": "on"}, "/en/beallitasok").html["lang"] == "hu-simple"


def test_reading_aloud_is_offered_only_when_it_was_chosen(browse: Browse):
    assert not browse.get("/hu/vallalasaink").select("[data-module=read-aloud]")
    save(browse, {"aloud": "on"})
    button = browse.get("/hu/vallalasaink").select_one("[data-module=read-aloud]")
    assert button.has_attr("hidden"), "without a script there is nothing to press"


def test_easy_pages_offer_reading_aloud_until_it_is_switched_off(browse: Browse):
    assert browse.get("/hu-simple/").select("[data-module=read-aloud]")
    save(browse, {"aloud": "off"}, "/hu-simple/beallitasok")
    assert not browse.get("/hu-simple/").select("[data-module=read-aloud]")


@pytest.mark.parametrize(
    "path", ["/hu/ugyek/a%0d%0aSet-Cookie:%20x=1", "/hu/a%0d%0ab", "/hu//hivatal.example", "/hu/%ff"]
)
def test_simple_mode_never_redirects_to_another_site(browse: Browse, path: str):
    save(browse, {"simple": "on"})
    answer = browse.client.get(path)
    assert answer.status_code in {302, 308, 404}
    assert "x=1" not in answer.headers.get("Set-Cookie", "")
    assert answer.headers.get("Location", "/hu").startswith(("/hu", "http://localhost/hu"))
    assert browse.client.get(path, follow_redirects=True).status_code == 404


def test_simple_mode_keeps_the_query_string(browse: Browse):
    save(browse, {"simple": "on"})
    assert browse.client.get("/hu/kereses?q=ad%C3%B3&q=b").location == "/hu-simple/kereses?q=ad%C3%B3&q=b"
