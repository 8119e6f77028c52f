"""Compares two versions of a text word by word: pure functions; templates show insertions and deletions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.knowledge import manuscript
from app.knowledge.manuscript import Manuscript, Part

TOKEN = re.compile(r"\n|[^\S\n]*[^\s]+")
SAME, ADDED, REMOVED = "same", "added", "removed"
MOST_TOKENS = 2000
"""Longer texts are compared line by line, because comparing words would take too long."""


@dataclass(frozen=True)
class Piece:
    """A run of words that both versions have, or only one of them."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """The changes in one field of one part."""

    part: str
    field: str
    pieces: tuple[Piece, ...]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of both texts in reading order, removed words before those that replace them."""
    old, new = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(_pieces(matcher, old, new))


def _tokens(text: str) -> list[str]:
    found = TOKEN.findall(text)
    return found if len(found) <= MOST_TOKENS else text.splitlines(keepends=True)


def _pieces(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Piece]:
    for _kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        left, right = old[from_old:to_old], new[from_new:to_new]
        if left == right:
            yield Piece(SAME, "".join(left))
            continue
        if left:
            yield Piece(REMOVED, "".join(left))
        if right:
            yield Piece(ADDED, "".join(right))


def changes(before: Manuscript, after: Manuscript) -> list[FieldChange]:
    """Return the fields in which two manuscripts differ, in the manuscript's order."""
    return [
        FieldChange(part, field, pieces(old.get(field, ""), new.get(field, "")))
        for part in manuscript.parts()
        for old, new in [(flat(before.get(part, {})), flat(after.get(part, {})))]
        for field in dict.fromkeys([*new, *old])
        if old.get(field, "") != new.get(field, "")
    ]


def flat(part: Part) -> dict[str, str]:
    """Return a part as one text a field: an entry a line in lists, each question by its number."""
    found: dict[str, str] = {}
    for field, value in part.items():
        if field == "questions":
            found.update({f"answer_{number}": one["text"] for number, one in enumerate(value, 1)})
        elif isinstance(value, list):
            found[field] = "\n".join(_entry(one) for one in value)
        elif not isinstance(value, bool):
            found[field] = str(value)
    return found


def _entry(one: str | Mapping[str, str]) -> str:
    return one if isinstance(one, str) else f"{one['name']} | {one['date']}"
