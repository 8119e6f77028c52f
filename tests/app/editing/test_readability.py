"""The measure of easy Hungarian tells the town's easy texts from its plain ones, and says why."""

from __future__ import annotations

import pytest

from app.config import ROOT
from app.editing import checks, readability
from app.editing.readability import measure, sentences_of
from app.knowledge import manuscript

SERVICES = sorted((ROOT / "content" / "services").iterdir())


def kinds(text: str) -> set[str]:
    return {finding.kind for finding in measure(text).findings}


@pytest.mark.parametrize("folder", SERVICES, ids=lambda folder: folder.name)
def test_the_towns_easy_texts_are_easy_and_easier_than_its_plain_ones(folder):
    parts, _day = manuscript.read(folder)
    easy, plain = measure(checks.plain(parts["hu-simple"])), measure(checks.plain(parts["hu"]))
    assert easy.level == "easy"
    assert easy.points >= plain.points + 8


@pytest.mark.parametrize("text", ["", "   \n", "123 – 45.", "***", "### "])
def test_a_text_without_words_has_no_measure(text):
    assert measure(text) == readability.Reading(0, 0, 0.0, 0, "", ())


def test_short_sentences_of_short_words_have_all_points():
    assert measure("Jöjjön be hozzánk. Hozza a papírt. Segítünk.").points == 100


def test_a_long_sentence_is_named():
    reading = measure("Jöjjön be. Ha a papírt még nem kapta meg tőlünk, akkor jöjjön be hozzánk a házba.")
    assert [finding.kind for finding in reading.findings] == ["long-sentence"]
    assert reading.findings[0].text.startswith("Ha a papírt")
    assert reading.sentences == 2


def test_a_sentence_of_eight_words_is_not_too_long():
    assert kinds("Hozza be a kutya papírját a városháza pultjához.") == set()


def test_a_long_word_is_named():
    assert measure("Ez gépjárműadó-mentességigazolás.").findings[0].text == "mentességigazolás"


@pytest.mark.parametrize(
    "text",
    [
        "A kérés elbírálásra kerül.", "Az ajtó bezárva volt.", "A döntés kiadatik.", "Akkor fizetés történik.",
        "A hivatal által adott papír.",
    ],
)  # fmt: skip
def test_passive_constructions_are_found(text):
    assert "passive" in kinds(text)


@pytest.mark.parametrize(
    "text", ["Nem kerül pénzbe.", "A kutya itt van.", "Egyeztetik Önnel a napot.", "Ne fizessen, várjon."]
)
def test_everyday_expressions_are_not_taken_for_passive(text):
    assert "passive" not in kinds(text)


def test_office_jargon_is_found_with_easier_words():
    finding = measure("Adja be a kérelmet.").findings[0]
    assert (finding.kind, finding.text, finding.instead) == ("jargon", "kérelmet", "kérés")


def test_an_expression_of_several_words_is_found():
    assert "rendelkezésre áll" in {finding.text for finding in measure("Mindig rendelkezésre áll a pult.").findings}


def test_a_line_ends_a_sentence_and_markup_is_no_word():
    assert sentences_of("### Hol van?\n- az **igazolvány**\n- a [papír](https://pelda.hu/a)") == [
        "Hol van?", "az igazolvány", "a papír",
    ]  # fmt: skip


def test_an_abbreviation_does_not_end_a_sentence():
    assert len(sentences_of("Hozzon papírt, pl. számlát. Jöjjön be.")) == 2


def test_the_same_word_is_named_once_and_counted_once():
    assert measure("Kérelem kell. Kérelem van.").count("jargon") == 1


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "ásra " * 4000, "[" * 9000, "a." * 9000, "\u202e\u200b" * 500, "*" * 20_000]
)
def test_an_unusual_text_can_be_measured(text):
    assert 0 <= measure(text).points <= 100
