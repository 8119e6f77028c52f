"""A whole form is read: what will do, what is wrong, and what does not apply."""

import pytest

from app.documents import queries
from app.documents.answers import read, shown_rows
from tests.app.documents.samples import NAME, answered

pytestmark = pytest.mark.usefixtures("app")

SLUGS = (
    "behajtasi-engedely", "birtokvedelem", "ebosszeiras", "fakivagas-bejelentes", "gyermekvedelmi-kedvezmeny",
    "hazi-segitsegnyujtas", "kozterulet-hasznalat", "lakcim-szallasado-nyilatkozat", "meghatalmazas",
    "telepulesi-tamogatas",
)  # fmt: skip


def support(**changes):
    """Read the application for support, filled in well but for `changes` (None takes an answer away)."""
    form = queries.form("telepulesi-tamogatas")
    typed = answered(form)
    for name, value in changes.items():
        if value is None:
            typed.pop(name, None)
        else:
            typed[name] = value if isinstance(value, list) else [value]
    return read(form, typed, queries.unprintable_letters)


def errors_of(answers):
    return {error.target: error.message for error in answers.errors}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_form_can_be_filled_in_without_an_error(slug):
    form = queries.form(slug)
    assert errors_of(read(form, answered(form), queries.unprintable_letters)) == {}


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_form_is_asked_for_everything_that_is_required_and_applies(slug):
    form = queries.form(slug)
    asked = {error.name for error in read(form, {}, queries.unprintable_letters).errors}
    required = {
        entry.id for group in form.groups for entry in group.fields
        if entry.required and entry.type not in {"signature", "table"} and not entry.show_if and not group.show_if
    }  # fmt: skip
    assert {name for name in asked if "-1-" not in name} == required


def test_answers_are_printed_as_hungarian_forms_write_them():
    answers = support()
    assert answers.printed("nev") == NAME
    assert answers.printed("szul_datum") == "1958. 03. 12."
    assert answers.printed("szul_datum", "en") == "12 March 1958"
    assert answers.printed("taj") == "123 456 788"
    assert answers.printed("jogcim") == "Lakhatási támogatás"
    assert answers.printed("jogcim", "de") == "Wohnkosten"
    assert answers.printed("lakas_kiadas").startswith("Villany; Gáz")
    assert answers.printed("valos").startswith("Kijelentem")


def test_a_question_that_does_not_apply_is_neither_required_nor_printed():
    answers = support(jogcim="temetes", lakas_kiadas=["villany"], elhunyt_neve="Minta Béla")
    assert errors_of(answers) == {}
    assert answers.printed("lakas_kiadas") == ""
    assert answers.printed("elhunyt_neve") == "Minta Béla"
    assert "lakas_kiadas" not in answers.applies


def test_a_question_that_applies_is_required():
    assert errors_of(support(jogcim="temetes", elhunyt_neve=None)) == {
        "elhunyt_neve": "Az elhunyt neve: írja be a választ."
    }


def test_a_condition_on_a_question_that_does_not_apply_itself_does_not_hold():
    form = queries.form("ebosszeiras")
    typed = answered(form) | {"bejelentes": ["valtozas"], "ivartalanitva": ["igen"]}
    answers = read(form, typed, queries.unprintable_letters)
    assert "ivartalan_datum" not in answers.applies
    assert "valtozas_fajta" in answers.applies


def test_an_answer_that_was_not_offered_is_refused():
    found = errors_of(support(jogcim="milliárd", forras=["munka", "<script>"]))
    assert found["jogcim-lakhatas"] == "Milyen támogatást kér: válasszon egyet a válaszok közül."
    assert "forras-munka" in found


def test_characters_that_cannot_be_printed_are_named():
    found = errors_of(support(nev="Жанна \x00 😀"))
    assert found["nev"].endswith("nem tudjuk kinyomtatni: Ж а н � 😀.")
    assert errors_of(support(nev="Łukasz Ștefan Müller-Çelik")) == {}


def test_a_wrong_date_links_to_its_wrong_part():
    found = errors_of(support(**{"szul_datum-month": "13"}))
    assert list(found) == ["szul_datum-month"]


def test_only_the_first_of_several_values_counts_where_one_is_asked_for():
    answers = support(nev=[NAME, "Más"], jogcim=["temetes", "szuletes"], elhunyt_neve="Minta Béla")
    assert answers.printed("nev") == NAME
    assert answers.chosen("jogcim") == ("temetes",)


def test_empty_lines_of_a_table_are_left_out_and_half_empty_ones_are_asked_about():
    answers = support(**{"tagok-3-kapcsolat": "testvér", "tagok-rows": "3"})
    assert errors_of(answers) == {
        "tagok-3-nev": "A háztartás tagjai, 3. sor, Név: írja be a választ.",
        "tagok-3-szul_datum-year": "A háztartás tagjai, 3. sor, Születési idő: írja be az évet, a hónapot és a napot.",
    }
    assert [row["nev"] for row in support().rows("tagok")] == [NAME]
    assert support().row_printed("tagok", 0)["havi_netto"] == "142 500"


def test_a_required_table_needs_a_line():
    form = queries.form("fakivagas-bejelentes")
    typed = {name: value for name, value in answered(form).items() if not name.startswith("fa_tabla")}
    found = errors_of(read(form, typed, queries.unprintable_letters))
    assert found == {"fa_tabla-1-fajta": "Fák: legalább egy sort töltsön ki."}


@pytest.mark.parametrize(
    ("asked", "shown"), [("", 3), ("5", 5), ("99", 12), ("-1", 3), ("x", 3), ("9" * 50, 3), ("\u0664", 3)]
)
def test_a_table_shows_three_lines_and_more_when_asked_up_to_its_limit(asked, shown):
    table = queries.form("telepulesi-tamogatas").field("tagok")
    assert shown_rows(table, {"tagok-rows": [asked]}) == shown
