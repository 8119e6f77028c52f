import pytest

from app.guard import case_classifier, rules
from tools.guard import train


def marked(text: str) -> str:
    span = case_classifier.find_own_case_question(rules.Folded(text).text)
    return text[slice(*span)].strip() if span else ""


def test_the_weights_were_learned_from_the_messages_that_lie_here():
    assert case_classifier.LEARNED["learned_from"] == train.digest(), "run: make train-guard"
    assert len(case_classifier.WEIGHTS) == case_classifier.PLACES


def test_what_was_learned_is_known():
    listed = train.messages()
    wrong = [text for text, asks in listed if bool(marked(text)) != asks]
    assert len(listed) > 3000
    assert len(wrong) <= len(listed) * 0.02, wrong


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Jó napot! Mikor döntenek a kérelmemről? Köszönöm.", "Mikor döntenek a kérelmemről?"),
        ("Két hete beadtam a kérelmet. Mi van vele?", "Mi van vele?"),
        ("Hogyan adhatom be a kérelmemet?", ""),
        ("", ""),
    ],
)
def test_the_sentence_that_asks_is_marked(text, sentence):
    assert marked(text) == sentence


def test_accents_and_capitals_change_nothing():
    assert marked("MIKOR DÖNTENEK A KÉRELMEMRŐL?")
    assert marked("mikor dontenek a kerelmemrol?")


def test_one_question_in_a_long_text_is_found():
    general = "Hol van a hivatal? Mikor vannak nyitva? Köszönöm a választ! "
    assert marked(general * 20 + "Mikor döntenek a kérelmemről?") == "Mikor döntenek a kérelmemről?"
    assert not marked(general * 20)


def test_a_pattern_of_the_corpus_gives_every_alternative():
    from random import Random

    found = train.made("{a|b|c} {d|e}", Random(1))
    assert {text[0] for text in found} == set("abc")
    assert {text[2] for text in found} == set("de")
