"""The pages of the room, as a visitor without JavaScript reads them."""

from __future__ import annotations

import brotli
import pytest

from app.knowledge import queries
from app.knowledge.library import library
from tests.support.languages import LANGUAGES

LAST_DAY, DAY_AFTER = "2027-05-31T12:00", "2027-06-01T12:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_sound(browse, language):
    assert browse.get(f"/{language}/elethelyzetek").select(".tile")
    for slug in library().situations:
        assert browse.get(f"/{language}/elethelyzetek/{slug}").select(".matters h2 a")
    assert len(browse.get(f"/{language}/ugyek").select(".matters h2 a")) == 15
    for slug, service in library().services.items():
        page = browse.get(f"/{language}/ugyek/{slug}")
        assert page.heading == service.variant(language).title
        assert len(page.select(".answer dt")) == 4
        assert len(page.select("h2[id^=k][id$='1'], h2#k2, h2#k3, h2#k4, h2#k5")) >= 5


def test_the_answer_comes_first(browse):
    page = browse.get("/hu/ugyek/lakcimbejelentes")
    assert page.main.find("h2").get_text() == "Röviden"
    facts = [" ".join(fact.get_text(" ").split()) for fact in page.select(".answer dd")]
    assert facts[0] == "A költözés után 3 munkanapon belül"
    assert facts[1].startswith("Bármelyik kormányablak ")
    assert "lakcímjelentő lap, amelyet a szállásadó is aláírt" in facts[2]
    assert "1818" in facts[3]


def test_where_the_text_comes_from_is_shown(browse):
    page = browse.get("/hu/ugyek/lakcimbejelentes")
    origin = " ".join(page.select_one(".origin").get_text(" ").split())
    said = ("járási hivatal", "2026. november 1.", "2027. május 31.", "Igazgatási Iroda", "1992. évi LXVI. törvény")
    for words in (*said, "agora.posta.hu", "BEMUTATÓ ADAT"):
        assert words in origin


def test_detail_questions_open_without_script(browse):
    details = browse.get("/hu/ugyek/lakcimbejelentes").select("details")
    assert details[0].summary.get_text() == "A tulajdonos nem tud velem jönni. Mit tegyek?"
    assert "előre is aláírhatja" in details[0].get_text()
    assert not any(detail.has_attr("open") for detail in details)


def test_the_forms_of_a_service_are_linked(browse):
    page = browse.get("/de/ugyek/lakcimbejelentes")
    assert page.link("Vollmacht") == "/de/urlapok/meghatalmazas"
    files = [link["href"] for link in page.select(".file li a")]
    assert "/de/urlapok/meghatalmazas/normal.pdf" in files
    assert "/de/urlapok/meghatalmazas/large.pdf" in files
    for address in files:
        assert browse.client.get(address).mimetype == "application/pdf"


def test_a_form_that_may_not_be_handed_in_is_not_offered(browse, clock):
    clock.travel("2027-05-21T12:00")
    assert not browse.get("/hu/ugyek/lakcimbejelentes").select(".file")


def test_the_reading_level_is_switched_in_hungarian_only(browse):
    plain, easy = browse.get("/hu/ugyek/ebosszeiras"), browse.get("/hu-simple/ugyek/ebosszeiras")
    assert plain.select_one(".switch a")["href"] == "/hu-simple/ugyek/ebosszeiras"
    assert easy.select_one(".switch a")["href"] == "/hu/ugyek/ebosszeiras"
    assert easy.select_one(".switch b").get_text().strip() == "Könnyen érthető"
    assert not browse.get("/en/ugyek/ebosszeiras").select(".switch")


@pytest.mark.parametrize("language", ["en", "de"])
def test_hungarian_parts_are_marked_on_foreign_pages(browse, language):
    page = browse.get(f"/{language}/ugyek/lakcimbejelentes")
    marked = {part.get_text() for part in page.main.select("[lang=hu]")}
    assert "kormányablak" in marked
    assert any("1992. évi LXVI. törvény" in words for words in marked)
    assert any("Igazgatási Iroda" in words for words in marked)
    assert not browse.get("/hu/ugyek/lakcimbejelentes").main.select("[lang]")


def test_the_way_back_leads_to_the_life_situation(browse):
    assert browse.get("/hu/ugyek/ebosszeiras").link("Kutyám van") == "/hu/elethelyzetek/kutyam-van"
    # What belongs to every situation belongs to none in particular.
    assert browse.get("/hu/ugyek/idopont-vagy-sorszam").link("Minden ügy") == "/hu/ugyek"


def test_all_services_are_listed_alphabetically(browse):
    titles = [link.get_text() for link in browse.get("/hu/ugyek").select(".matters h2 a")]
    assert titles[0].startswith("Adóegyenleg")
    assert titles.index("Óvodai felvétel, beiratkozás") < titles.index("Rendszeres gyermekvédelmi kedvezmény")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_name_gives_a_helpful_page(browse, language):
    for address in ("ugyek/nincs-ilyen", "elethelyzetek/nincs-ilyen"):
        page = browse.get(f"/{language}/{address}", status=404)
        assert page.select_one("form[role=search]")
        assert page.html["lang"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_is_withdrawn_after_its_review_date(browse, clock, language):
    address = f"/{language}/ugyek/ebosszeiras"
    clock.travel(LAST_DAY)
    browse.get(address)
    clock.travel(DAY_AFTER)
    page = browse.get(address, status=410)
    assert page.html["lang"] == language
    assert "31" in page.words
    assert ".." not in page.words
    assert page.link("23/880-440").startswith("tel:")
    assert {link["href"] for link in page.main.select(".asks a")} >= {f"/{language}/beszelgetes"}
    assert not page.select(".answer, details")


def test_a_withdrawn_service_is_in_no_list(browse, clock):
    clock.travel(DAY_AFTER)
    assert not browse.get("/hu/ugyek").select(".matters a")
    assert not browse.get("/hu/elethelyzetek/kutyam-van").select(".matters a")
    assert "most ellenőrizzük" in browse.get("/hu/elethelyzetek/kutyam-van").words
    sitemap = browse.client.get("/sitemap.xml").text
    assert "/hu/elethelyzetek/kutyam-van" in sitemap
    assert "/hu/ugyek/ebosszeiras" not in sitemap


def test_a_service_is_unknown_before_its_first_day(browse, clock):
    clock.travel("2026-10-31T12:00")
    browse.get("/hu/ugyek/ebosszeiras", status=404)


def test_the_search_page_invites_without_a_question(browse):
    page = browse.get("/hu/kereses")
    assert page.heading == "Keresés"
    assert page.select_one("form[role=search] input")["value"] == ""
    assert queries.unanswered() == []


def test_the_search_lists_what_it_found_and_keeps_the_question(browse):
    page = browse.get("/en/kereses?q=register+my+dog")
    assert page.select_one(".matters a").get_text() == "Dog census, registering a dog"
    assert page.select_one("form[role=search] input")["value"] == "register my dog"
    assert "found" in page.heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_without_result_says_so_and_offers_people(browse, language):
    page = browse.get(f"/{language}/kereses?q=asdfgh")
    ways = [link["href"] for link in page.select(".asks a")]
    back = f"/{language}/visszahivas"
    assert ways == [
        f"/{language}/beszelgetes",
        f"{back}?kerdes=asdfgh",
        f"{back}?kerdes=asdfgh&valasz=sms",
        "tel:+3623880440",
    ]


def test_a_question_is_shown_as_text_and_never_run(browse):
    page = browse.get("/hu/kereses", query_string={"q": '"><script>alert(1)</script>'})
    assert page.select_one("form[role=search] input")["value"] == '"><script>alert(1)</script>'
    assert not page.main.select("script")


def test_a_very_long_or_binary_question_is_handled(browse):
    page = browse.get("/hu/kereses", query_string={"q": "kutya\x00\x07 " + "á" * 9000})
    assert len(page.select_one("form[role=search] input")["value"]) <= 300
    browse.get("/hu/kereses?q=%ff%fe%00")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_page_is_small(browse, language):
    for slug in library().services:
        html = browse.client.get(f"/{language}/ugyek/{slug}").data
        assert len(brotli.compress(html, quality=5)) <= 4_900, slug
