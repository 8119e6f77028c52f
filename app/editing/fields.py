"""Between what an editor types and a manuscript's part: pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.core.languages import MASTER
from app.knowledge.manuscript import DATA, LISTS, TEXTS, Part

LONGEST = {
    "title": 120, "summary": 400, "decider": 300, "where": 400, "fee": 400, "deadline": 400, "documents": 3000,
    "conditions": 3000, "keywords": 5000, "details_title": 80, "details": 20_000, "owner": 120, "legal_basis": 2000,
    "sources": 3000, **{f"answer_{number}": 6000 for number in range(1, 6)},
}  # fmt: skip
"""How many characters a field takes."""
LONGEST_SLUG = 60
DATE = re.compile(r"\s*(\d{4})[.\-/\s]+(\d{1,2})[.\-/\s]+(\d{1,2})\.?\s*")
KEPT = {"\n"}
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean(text: str | None) -> str:
    """Return a text without invisible characters: control characters and bidirectional marks."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    visible = "".join(mark for mark in lines if mark in KEPT or unicodedata.category(mark) not in INVISIBLE)
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in visible.split("\n"))).strip()


def one_line(text: str | None) -> str:
    """Return a clean text on one line."""
    return " ".join(clean(text).split())


def day(text: str | None) -> date | None:
    """Parse a date like 2027-05-31 or 2027. 05. 31.; return None for anything else."""
    found = DATE.fullmatch(text or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def slug(title: str) -> str:
    """Return the slug of a title: lower-case letters without accents, digits, and hyphens between words."""
    letters = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", letters))[:LONGEST_SLUG].strip("-")


def blank_text(like: Mapping[str, Any]) -> Part:
    """Return an empty reading variant with the questions of another service's."""
    return {
        **dict.fromkeys(TEXTS, ""), **{name: [] for name in LISTS},
        "questions": [{"title": one["title"], "text": ""} for one in like["questions"]],
        "details_title": like["details_title"], "details": "",
    }  # fmt: skip


def blank_data(review_by: date) -> Part:
    """Return an empty `data` part."""
    lists: Part = {name: [] for name in ("life_situations", "forms", "legal_basis", "sources")}
    return {"owner": "", "review_by": review_by.isoformat(), **lists, "demo": False}


def blank(name: str, part: Part) -> bool:
    """Say whether a reading variant is still empty; plain Hungarian and `data` never count as empty."""
    if name in {MASTER, DATA}:
        return False
    said = [part["details"], *(part[field] for field in (*TEXTS, *LISTS)), *(one["text"] for one in part["questions"])]
    return not any(said)


def text_part(given: Mapping[str, str], before: Part) -> Part:
    """Return a reading variant's part from its form fields; the questions keep their titles."""
    return {
        **{name: one_line(given[name]) for name in TEXTS},
        **{name: list(_lines(given[name])) for name in LISTS},
        "questions": [
            {"title": question["title"], "text": clean(given[f"answer_{number}"])}
            for number, question in enumerate(before["questions"], 1)
        ],
        "details_title": one_line(given["details_title"]) or before["details_title"],
        "details": clean(given["details"]),
    }


def data_part(given: Mapping[str, str], chosen: Mapping[str, Sequence[str]], before: Part) -> Part:
    """Return the `data` part from its form fields and the chosen life situations and forms."""
    review = day(given["review_by"])
    return {
        "owner": one_line(given["owner"]),
        "review_by": review.isoformat() if review else before["review_by"],
        "life_situations": list(dict.fromkeys(chosen["life_situations"])),
        "forms": list(dict.fromkeys(chosen["forms"])),
        "legal_basis": list(_lines(given["legal_basis"])),
        "sources": [_source(line) for line in _lines(given["sources"])],
        "demo": before["demo"],
    }


def _lines(text: str) -> Iterator[str]:
    for line in clean(text).splitlines():
        if entry := line.strip().removeprefix("- ").strip():
            yield entry


def _source(line: str) -> dict[str, str]:
    name, _bar, when = line.rpartition("|")
    return {"name": name.strip(), "date": when.strip()} if name.strip() else {"name": when.strip(), "date": ""}
