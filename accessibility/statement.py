"""Reads and validates `statement.toml`, the data of the accessibility statement."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "statement.toml"
STATUSES = ("full", "partial", "none")
KINDS = ("non-compliance", "burden", "out-of-scope")
LANGUAGES = frozenset({"hu", "hu-simple", "en", "de"})

Text = Mapping[str, str]


class StatementError(ValueError):
    """`statement.toml` is incomplete or contradictory; the message says why."""


@dataclass(frozen=True)
class Gap:
    """Something that is not accessible: the kind of reason, what it is, and the alternative."""

    kind: str
    what: Text
    instead: Text


@dataclass(frozen=True)
class Statement:
    """The data that Decision (EU) 2018/1523 requires in a statement."""

    status: str
    prepared: date
    reviewed: date
    standards: tuple[str, ...]
    methods: tuple[Text, ...]
    gaps: tuple[Gap, ...]
    approved_by: str
    enforcement_url: str

    def gaps_of(self, kind: str) -> tuple[Gap, ...]:
        """Return the gaps of one kind."""
        return tuple(gap for gap in self.gaps if gap.kind == kind)


@lru_cache(maxsize=1)
def statement() -> Statement:
    """Return the statement of this service."""
    return read(FILE.read_text("utf-8"))


def read(source: str) -> Statement:
    """Parse a statement. Raise `StatementError` when a mandatory part is missing or contradicts another."""
    data = tomllib.loads(source)
    made = Statement(
        status=_one_of(STATUSES, data.get("status"), "status"),
        prepared=_date(data, "prepared"),
        reviewed=_date(data, "reviewed"),
        standards=tuple(row["name"] for row in data.get("standard", ())),
        methods=tuple(_text(row, "method") for row in data.get("method", ())),
        gaps=tuple(_gap(row) for row in data.get("gap", ())),
        approved_by=str(data.get("approved_by", "")),
        enforcement_url=str(data.get("enforcement_url", "")),
    )
    if not made.methods or not made.standards:
        raise StatementError("a statement says by which method and standard it was prepared")
    if made.reviewed < made.prepared:
        raise StatementError("a statement is reviewed after it was prepared, not before")
    if (made.status == "full") != (not made.gaps_of("non-compliance")):
        raise StatementError(f"status {made.status!r} does not agree with the gaps that are listed")
    return made


def _gap(row: Mapping[str, Any]) -> Gap:
    kind = _one_of(KINDS, row.get("kind"), "kind of gap")
    return Gap(kind, _text(row.get("what", {}), "what"), _text(row.get("instead", {}), "instead"))


def _one_of(known: tuple[str, ...], given: object, name: str) -> str:
    if given not in known:
        raise StatementError(f"{name} {given!r} is none of {', '.join(known)}")
    return str(given)


def _date(data: Mapping[str, Any], name: str) -> date:
    if not isinstance(value := data.get(name), date):
        raise StatementError(f"{name} is no date")
    return value


def _text(given: Mapping[str, str], name: str) -> Text:
    if missing := LANGUAGES - {language for language, text in given.items() if text}:
        raise StatementError(f"{name} lacks {', '.join(sorted(missing))}")
    return dict(given)
