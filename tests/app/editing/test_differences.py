"""Two wordings are compared word by word, and nothing is lost between them."""

from __future__ import annotations

import random

import pytest

from app.editing.differences import changes, flat, pieces


def said(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces(before, after)]


def test_a_changed_word_is_removed_and_added():
    assert said("A díj ötszáz forint.", "A díj ezer forint.") == [
        ("same", "A díj"), ("removed", " ötszáz"), ("added", " ezer"), ("same", " forint."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [("", "Új.", ["added"]), ("Régi.", "", ["removed"]), ("Régi.", "Régi.", ["same"]), ("", "", [])],
)
def test_a_text_may_come_or_go_as_a_whole(before, after, kinds):
    assert [kind for kind, _text in said(before, after)] == kinds


def test_line_ends_are_words_of_their_own():
    assert said("egy\nkettő", "egy\nhárom\nkettő") == [("same", "egy\n"), ("added", "három\n"), ("same", "kettő")]


def test_both_wordings_can_be_read_out_of_the_difference():
    dice = random.Random(3)
    for _round in range(200):
        before, after = ("".join(dice.choices("ab \n", k=dice.randrange(12))).strip() for _ in range(2))
        found = pieces(before, after)
        old = "".join(piece.text for piece in found if piece.kind != "added")
        new = "".join(piece.text for piece in found if piece.kind != "removed")
        assert old.split() == before.split()
        assert new.split() == after.split()


def test_a_huge_text_is_compared_by_lines():
    before = "\n".join(f"sor {number}" for number in range(3000))
    after = before.replace("sor 7\n", "hetedik sor\n")
    assert [(kind, text) for kind, text in said(before, after) if kind != "same"] == [
        ("removed", "sor 7\n"), ("added", "hetedik sor\n"),
    ]  # fmt: skip


def test_only_changed_fields_are_listed_in_the_manuscripts_order():
    part = {"title": "A", "documents": ["x", "y"], "questions": [{"title": "Hol?", "text": "Itt."}], "demo": True}
    other = {**part, "documents": ["x"], "questions": [{"title": "Hol?", "text": "Ott."}]}
    found = changes({"hu": part, "de": part}, {"hu": other, "de": {**part, "title": "B"}})
    assert [(change.part, change.field) for change in found] == [
        ("hu", "documents"), ("hu", "answer_1"), ("de", "title"),
    ]  # fmt: skip


def test_a_source_is_one_line():
    assert flat({"sources": [{"name": "példa.hu", "date": "2026"}]}) == {"sources": "példa.hu | 2026"}
