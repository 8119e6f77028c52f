"""What editors type becomes a manuscript, without what cannot be seen."""

from __future__ import annotations

from datetime import date

import pytest

from app.config import ROOT
from app.editing import fields
from app.editing.differences import flat
from app.knowledge import manuscript

SERVICES = sorted((ROOT / "content" / "services").iterdir())


@pytest.mark.parametrize("folder", SERVICES, ids=lambda folder: folder.name)
def test_a_text_that_nobody_touches_comes_back_as_it_was(folder):
    parts, _day = manuscript.read(folder)
    for name, part in parts.items():
        if name == "data":
            assert fields.data_part(flat(part), part, part) == part
        else:
            assert fields.text_part(flat(part), part) == part


@pytest.mark.parametrize("folder", SERVICES, ids=lambda folder: folder.name)
def test_every_field_has_room_for_the_towns_own_texts_twice(folder):
    parts, _day = manuscript.read(folder)
    for part in parts.values():
        for name, text in flat(part).items():
            assert len(text) * 2 <= fields.LONGEST.get(name, 10**6), name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07", "ab"), ("a\u202eb\u2066c\u200bd", "abcd"), ("a\r\nb\rc", "a\nb\nc"), ("  szél  \n", "szél"),
        ("e\u0301", "é"), ("egy\tkettő", "egy kettő"), (None, ""), ("\ufeff", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_left_out(typed, kept):
    assert fields.clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2027-05-31", date(2027, 5, 31)), ("2027. 05. 31.", date(2027, 5, 31)), (" 2027.5.1 ", date(2027, 5, 1)),
        ("2027-02-30", None), ("holnap", None), ("", None), (None, None), ("99999-01-01", None), ("2027-05-31x", None),
        ("0000-01-01", None),
    ],
)  # fmt: skip
def test_a_date_is_read_in_the_ways_that_people_write_it(typed, found):
    assert fields.day(typed) == found


def test_empty_lines_and_list_marks_are_no_entries():
    part = manuscript.read(SERVICES[0])[0]["hu"]
    given = {**flat(part), "documents": "- igazolvány\n\n  oltási könyv \n"}
    assert fields.text_part(given, part)["documents"] == ["igazolvány", "oltási könyv"]
