"""Checks a draft before it is published: pure functions. Most problems block publishing; advice does not."""

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
class TextProblem:
    """One problem: part and field, its kind (a key of `words.PROBLEMS`), and the words or value concerned."""

    part: str
    field: str
    kind: str
    said: str = ""

    @property
    def blocks_publishing(self) -> bool:
        """Say whether the draft cannot be published; that an easy text is hard to read is advice only."""
        return self.kind != "hard"


@dataclass(frozen=True)
class CheckContext:
    """What the checks compare a draft with: today's date and the forms, life situations and anchors that exist."""

    today: date
    forms: Collection[str]
    situations: Collection[str]
    anchors: links.Anchors


def problems(draft: Manuscript, context: CheckContext) -> list[TextProblem]:
    """Return all problems of a draft, in the order of its parts."""
    found = list(_of_data(draft["data"], context))
    for language in languages.tags():
        if language in draft:
            found.extend(_of_text(language, draft, context))
    return found


def _of_data(data: Part, context: CheckContext) -> Iterator[TextProblem]:
    if not data["owner"]:
        yield TextProblem("data", "owner", "missing")
    if date.fromisoformat(data["review_by"]) < context.today:
        yield TextProblem("data", "review_by", "review", data["review_by"])
    if not data["sources"]:
        yield TextProblem("data", "sources", "missing")
    for name in data["forms"]:
        if name not in context.forms:
            yield TextProblem("data", "forms", "form", name)
    for name in data["life_situations"]:
        if name not in context.situations:
            yield TextProblem("data", "life_situations", "situation", name)


def _of_text(language: str, draft: Manuscript, context: CheckContext) -> Iterator[TextProblem]:
    part = draft[language]
    fields = flat(part)
    for field in OF_THE_MASTER if language == MASTER else OF_EVERY_TEXT:
        if not fields[field].strip():
            yield TextProblem(language, field, "missing")
    if not _well_formed_questions(fields["details"]):
        yield TextProblem(language, "details", "question")
    own = places(part, draft["data"])
    for field in WITH_LINKS:
        for link in links.broken(fields[field], own, context.anchors):
            yield TextProblem(language, field, link.reason, link.address or link.words)
    if language == EASY:
        reading = readability.measure(plain(part))
        if reading.level not in {"easy", ""}:
            yield TextProblem(language, "answer_1", "hard", str(reading.points))


def _well_formed_questions(details: str) -> bool:
    if not details.strip():
        return True
    found = further_questions(details)
    return details.lstrip().startswith("### ") and all(title and answer for title, answer in found)


def places(part: Part, data: Part) -> set[str]:
    """Return the anchors of a service's page that a link may lead to."""
    found = {*PLACES, *(f"k{number}" for number in range(1, QUESTIONS + 1))}
    if data["forms"]:
        found.add("urlapok")
    further = further_questions(part["details"])
    return found | ({"kerdesek", *(f"r{number}" for number in range(1, len(further) + 1))} if further else set())


def plain(part: Part) -> str:
    """Return the text of a part that citizens read, one field a line, to measure its readability."""
    fields = flat(part)
    return "\n".join(text for field, text in fields.items() if field not in {"keywords", "details_title"} and text)
