"""What stands between a draft and its readers: pure. A fault bars the way; advice does not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.core import languages
from app.core.languages import MASTER
from app.editing import links, readability
from app.editing.differences import flat
from app.knowledge.manuscript import QUESTIONS, TEXTS, Manuscript, Part, further_questions

ANSWERS = tuple(f"answer_{number}" for number in range(1, QUESTIONS + 1))
OF_EVERY_TEXT = ("title", "summary", *ANSWERS)
OF_THE_MASTER = (*TEXTS, "documents", "conditions", *ANSWERS)
WITH_LINKS = (*ANSWERS, "details")
EASY = "hu-simple"
"""The variant whose readability is measured: the measure knows easy Hungarian only."""
PLACES = ("answer", "ki", "forras")


@dataclass(frozen=True)
class Fault:
    """One thing to put right: where, what kind (a key of `words.FAULTS`), and which words."""

    part: str
    field: str
    kind: str
    said: str = ""

    @property
    def bars(self) -> bool:
        """Say whether the text cannot be published so; an easy text that is hard only gets advice."""
        return self.kind != "hard"


@dataclass(frozen=True)
class Surroundings:
    """What a text may refer to, as of today."""

    today: date
    forms: Collection[str]
    situations: Collection[str]
    anchors: links.Anchors


def faults(draft: Manuscript, around: Surroundings) -> list[Fault]:
    """Return everything that is to be put right, in the draft's order."""
    found = list(_of_data(draft["data"], around))
    for language in languages.tags():
        if language in draft:
            found.extend(_of_text(language, draft, around))
    return found


def _of_data(data: Part, around: Surroundings) -> Iterator[Fault]:
    if not data["owner"]:
        yield Fault("data", "owner", "missing")
    if date.fromisoformat(data["review_by"]) < around.today:
        yield Fault("data", "review_by", "review", data["review_by"])
    if not data["sources"]:
        yield Fault("data", "sources", "missing")
    for name in data["forms"]:
        if name not in around.forms:
            yield Fault("data", "forms", "form", name)
    for name in data["life_situations"]:
        if name not in around.situations:
            yield Fault("data", "life_situations", "situation", name)


def _of_text(language: str, draft: Manuscript, around: Surroundings) -> Iterator[Fault]:
    part = draft[language]
    fields = flat(part)
    for field in OF_THE_MASTER if language == MASTER else OF_EVERY_TEXT:
        if not fields[field].strip():
            yield Fault(language, field, "missing")
    if not _well_cut(fields["details"]):
        yield Fault(language, "details", "question")
    own = places(part, draft["data"])
    for field in WITH_LINKS:
        for link in links.broken(fields[field], own, around.anchors):
            yield Fault(language, field, link.reason, link.address or link.words)
    if language == EASY:
        reading = readability.measure(plain(part))
        if reading.level not in {"easy", ""}:
            yield Fault(language, "answer_1", "hard", str(reading.points))


def _well_cut(details: str) -> bool:
    if not details.strip():
        return True
    found = further_questions(details)
    return details.lstrip().startswith("### ") and all(title and answer for title, answer in found)


def places(part: Part, data: Part) -> set[str]:
    """Return the places on a text's page that a link may lead to."""
    found = {*PLACES, *(f"k{number}" for number in range(1, QUESTIONS + 1))}
    if data["forms"]:
        found.add("urlapok")
    further = further_questions(part["details"])
    return found | ({"kerdesek", *(f"r{number}" for number in range(1, len(further) + 1))} if further else set())


def plain(part: Part) -> str:
    """Return what a citizen reads of a part, a thought a line, to measure how easy it is."""
    fields = flat(part)
    return "\n".join(text for field, text in fields.items() if field not in {"keywords", "details_title"} and text)
