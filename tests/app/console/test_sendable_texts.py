import pytest

from app.console import sendable_texts


def address(endpoint, slug, language):
    return f"https://pelda.hu/{language}/{endpoint}/{slug}"


def kinds(matter):
    return [offer.name.split(":")[0] for offer in matter.texts]


def test_a_matter_offers_its_page_its_easy_page_its_form_and_its_papers(app):
    matter = sendable_texts.find_services("lakcím bejelentése", "hu", address)[0]
    assert kinds(matter)[:2] == ["page", "easy"]
    assert {"form", "list"} <= set(kinds(matter))


def test_what_is_offered_is_worded_in_the_citizens_language(app):
    page = sendable_texts.find_services("address", "en", address)[0].texts[0]
    assert page.text.startswith("You can read about it here: ")
    assert "https://pelda.hu/en/knowledge.service/" in page.text


def test_who_reads_easy_hungarian_gets_the_easy_page_once(app):
    matter = sendable_texts.find_services("lakcím bejelentése", "hu-simple", address)[0]
    assert kinds(matter).count("easy") == 0
    assert "/hu-simple/" in matter.texts[0].text


def test_an_offer_is_found_again_by_its_name(app):
    for matter in sendable_texts.find_services("lakcím bejelentése", "hu", address):
        for offer in matter.texts:
            assert sendable_texts.text_by_name(offer.name, "hu", address) == offer.text


@pytest.mark.parametrize("name", ["", "page", "page:nincs", "form:lakcimbejelentes:nincs", "x:lakcimbejelentes", "::"])
def test_there_is_no_offer_of_an_unknown_name(app, name):
    assert sendable_texts.text_by_name(name, "hu", address) == ""


def test_what_nobody_knows_offers_nothing(app):
    assert sendable_texts.find_services("qwxzy", "hu", address) == []
