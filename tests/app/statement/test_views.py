"""The statement's page: all mandatory parts, nothing that is not true."""

from __future__ import annotations

import pytest

from tests.support.browse import Browse
from tests.support.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_is_sound_in_every_language(browse: Browse, language: str):
    page = browse.get(f"/{language}/akadalymentesseg")
    assert page.html["lang"] == language
    assert not page.select("main [lang]:not([lang=hu])"), "a part is not translated"


def test_it_has_the_parts_that_the_law_prescribes(browse: Browse):
    page = browse.get("/hu/akadalymentesseg")
    assert [heading.get_text() for heading in page.select("main h2")][:5] == [
        "Megfelelőségi státusz", "Nem akadálymentes tartalom", "A nyilatkozat elkészítése",
        "Visszajelzés és elérhetőség", "Végrehajtási eljárás",
    ]  # fmt: skip
    assert "Aránytalan teher" in [heading.get_text() for heading in page.select("main h3")]
    assert "kötelezettséget vállal" in page.words


def test_it_declares_partial_compliance_and_no_tests_with_users(browse: Browse):
    words = browse.get("/en/akadalymentesseg").words
    assert "complies with the requirements in part" in words
    assert "Real users have not yet tried the service" in words
    assert "fully complies" not in words


def test_feedback_can_be_given_and_no_enforcement_address_is_invented(browse: Browse):
    page = browse.get("/hu/akadalymentesseg")
    links = [link["href"] for link in page.select("main .prose a")]
    assert links == ["mailto:segitahivatal@budaors.hu", "tel:+3623880440", "/hu/beszelgetes", "/hu/kapcsolat"]


def test_every_page_links_to_the_statement(browse: Browse):
    assert browse.get("/de/").link("Erklärung zur Barrierefreiheit") == "/de/akadalymentesseg"
