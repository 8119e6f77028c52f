"""Every form is a tagged PDF that can be filled in, and letters come out as they were typed."""

import io
import re

import pytest
from pypdf import PdfReader

from app.core import i18n
from app.documents import fonts, queries
from app.documents.answers import read
from app.documents.layout import wrapped
from tests.app.documents.samples import NAME, answered
from tests.app.documents.test_answers import SLUGS
from tests.support.pdf_structure import examine

pytestmark = pytest.mark.usefixtures("app")


def made(slug, language="hu", size="normal"):
    return queries.empty_pdf(queries.rendition(queries.form(slug), language, size))


def filled(slug, language="hu", size="normal", rows=1, **changes):
    form = queries.form(slug)
    typed = answered(form, rows) | {name: [value] for name, value in changes.items()}
    answers = read(form, typed, queries.unprintable_letters)
    assert not answers.errors
    with i18n.use_language(language):
        return queries.filled_pdf(answers, language, size)


def text(data):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(("language", "size"), [("hu", "normal"), ("de", "large")])
def test_every_form_is_built_as_pdf_ua_asks(slug, language, size):
    found = examine(made(slug, language, size))
    assert found.faults == []
    assert found.tags["H1"] == 1
    assert found.tags["H2"] >= len(queries.form(slug).groups) + 3
    assert found.tags["Form"] == len(found.names)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_has_its_field_and_its_accessible_name(slug):
    found = examine(made(slug))
    holders = {name.partition("/")[0].partition("-")[0] for name in found.names}
    form = queries.form(slug)
    assert holders == {entry.id for entry in form.fields if entry.type != "signature"}
    for entry in form.fields:
        label = (entry.statement or entry.label)["hu"]
        spoken = [words for name, words in found.names.items() if name.partition("/")[0].partition("-")[0] == entry.id]
        assert all(label in words for words in spoken)
        if entry.required and spoken:
            assert "(kötelező)" in spoken[0]


def test_required_fields_are_marked_as_required_in_the_pdf():
    found = examine(made("telepulesi-tamogatas"))
    assert {"nev", "jogcim", "valos"} <= found.required
    assert not {"telefon", "email"} & found.required


def test_each_radio_button_says_question_and_answer():
    spoken = examine(made("telepulesi-tamogatas")).names.values()
    assert "Milyen támogatást kér? (kötelező) – Temetési támogatás" in spoken


def test_the_empty_form_says_everything_that_a_citizen_has_to_know():
    form = queries.form("telepulesi-tamogatas")
    words = text(made(form.slug))
    parts = (form.title, form.purpose, form.who_submits, form.where_to_submit, form.privacy_notice, form.demo_notice)
    for part in parts:
        assert " ".join(part["hu"].split()) in words
    for paper in form.attachments:
        assert paper.label["hu"] in words
    assert "Csak akkor töltse ki, ha erre: „Milyen támogatást kér?” ezt válaszolta: „Temetési támogatás”." in words
    assert "telepulesi-tamogatas · 1. változat · érvényes: 2026. november 20. napjától" in words
    assert "1. oldal a" in words
    assert "Itt írja alá kézzel, papíron." in words


def test_a_choice_list_shows_its_choices_on_paper():
    words = text(made("fakivagas-bejelentes"))
    assert "Állapot: Ezek közül választhat: Egészséges; Beteg; Kiszáradt; Veszélyes." in words


def test_a_guidance_edition_keeps_the_hungarian_and_adds_the_translation():
    words = text(made("telepulesi-tamogatas", "en"))
    assert "Milyen támogatást kér?" in words
    assert "What support do you ask for?" in words
    assert "Temetési támogatás · Funeral" in words
    assert "The form is legally in Hungarian." in words


def test_the_easy_edition_explains_in_easy_words():
    words = text(made("telepulesi-tamogatas", "hu-simple"))
    assert "Kevés a pénze?" in words
    assert "Milyen támogatást kér?" in words


def test_large_print_takes_more_pages():
    assert examine(made("meghatalmazas", size="large")).pages > examine(made("meghatalmazas")).pages


@pytest.mark.parametrize("slug", SLUGS)
def test_a_filled_in_form_is_as_well_built_as_an_empty_one(slug):
    data = filled(slug)
    found = examine(data)
    assert found.faults == []
    assert NAME in found.values.values()


def test_hungarian_letters_come_out_in_values_and_on_the_page():
    data = filled("telepulesi-tamogatas")
    values = {name: entry.get("/V") for name, entry in PdfReader(io.BytesIO(data)).get_fields().items()}
    assert values["nev"] == NAME
    assert values["szul_datum"] == "1958. 03. 12."
    assert values["taj"] == "123456788"
    assert values["jogcim"] == "/lakhatas"
    assert values["lakas_kiadas-gaz"] == "/gaz"
    assert values["valos"] == "/igen"
    assert values["tagok-1-nev"] == NAME
    assert values["indok"].splitlines() == ["Első sor: ÁRVÍZTŰRŐ.", f"Második sor: {NAME}."]
    assert drawn(data, "nev") == [NAME]
    assert drawn(data, "indok")[0] == "Első sor: ÁRVÍZTŰRŐ."


def drawn(data, name):
    """Return the lines that the field `name` shows, read back through its font."""
    fields = PdfReader(io.BytesIO(data)).get_fields()
    stream = fields[name].indirect_reference.get_object()["/AP"]["/N"]
    font = stream["/Resources"]["/Font"]["/HuG"]
    pairs = re.findall(r"<(\w{4})> <(\w{4})>", font["/ToUnicode"].get_data().decode().partition("endcodespacerange")[2])
    codes = {glyph: chr(int(letter, 16)) for glyph, letter in pairs}
    shown = [part.partition(">")[0] for part in stream.get_data().decode().split("<")[1:]]
    return ["".join(codes[glyphs[i : i + 4]] for i in range(0, len(glyphs), 4)) for glyphs in shown]


def test_letters_of_other_latin_alphabets_are_drawn_too():
    assert drawn(filled("telepulesi-tamogatas", nev="Łukasz Ștefan"), "nev") == ["Łukasz Ștefan"]


def test_a_long_answer_is_shown_whole_on_as_many_lines_as_it_needs():
    long = " ".join(["hosszú indoklás őűŐŰ"] * 74)[:1490].strip()
    shown = drawn(filled("telepulesi-tamogatas", indok=long), "indok")
    assert " ".join(shown) == long
    assert len(shown) > 10


def test_all_filled_in_lines_of_a_table_are_there():
    form = queries.form("telepulesi-tamogatas")
    typed = answered(form, rows=12) | {"tagok-rows": ["12"]}
    data = queries.filled_pdf(read(form, typed, queries.unprintable_letters), "hu", "normal")
    assert examine(data).values["tagok-12-nev"] == NAME


def test_the_same_form_gives_the_same_bytes():
    assert made("meghatalmazas") == made("meghatalmazas")


def test_a_word_that_is_too_long_for_its_line_is_broken():
    letters = fonts.letters(queries.font_folder())
    lines = wrapped("a" * 200 + " vége", 100, 12, letters)
    assert "".join(lines[:-1]) + lines[-1].split()[0] == "a" * 200
    assert all(letters.width(line, 12) <= 100 for line in lines)
