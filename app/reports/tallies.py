"""Turn conversations and ratings into anonymous daily counts, which are kept when the conversations are erased. Pure.

Each number stands alone: which topic came in which language, or which conversation waited how long, cannot be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from math import ceil

from app.core import clock
from app.reports.figures import ConversationRecord

# What was counted, of what, and how many minutes were measured (0 where none are).
Cell = tuple[str, tuple[str, ...], float]
Tally = Counter[Cell]


class Measure(StrEnum):
    """What a cell counts, as `DailyCount.measure` stores it. `WAIT` and `HANDLING` come with minutes."""

    ARRIVAL = "came"
    WEEKDAY = "weekday"
    LANGUAGE = "language"
    OUTCOME = "outcome"
    TOPIC = "topic"
    WAIT = "wait"
    HANDLING = "took"
    RATING = "rating"


class OfficeHours(StrEnum):
    """Whether a conversation began while its channel was open."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class RatingAnswer:
    """One citizen's answer to the rating question after a conversation."""

    question: str
    answer: str
    at: datetime


@dataclass
class DayCounts:
    """The counts of one day: of the conversations that began, and of the rating answers that were given."""

    conversations: Tally = field(default_factory=Counter)
    answers: Tally = field(default_factory=Counter)


def count_conversations(conversations: Iterable[ConversationRecord]) -> Tally:
    """Return the counts of conversations by everything that a report shows."""
    return Counter(cell for one in conversations for cell in _cells(one))


def count_answers(answers: Iterable[RatingAnswer]) -> Tally:
    """Return the counts of rating answers by question."""
    return Counter((Measure.RATING, (one.question, one.answer), 0) for one in answers)


def _cells(one: ConversationRecord) -> Iterable[Cell]:
    when = OfficeHours.OPEN if one.in_hours else OfficeHours.CLOSED
    yield Measure.ARRIVAL, (one.channel, when, str(one.hour)), 0
    yield Measure.WEEKDAY, (str(clock.local(one.opened_at).weekday()),), 0
    yield Measure.LANGUAGE, (one.language,), 0
    if one.outcome:
        yield Measure.OUTCOME, (one.outcome,), 0
    if one.topic:
        yield Measure.TOPIC, (one.topic,), 0
    if (wait := one.wait) is not None:
        yield Measure.WAIT, (one.channel, when), wait
    if (spent := one.handling) is not None:
        yield Measure.HANDLING, (one.topic or "",), spent


def count_by_day(conversations: Iterable[ConversationRecord], answers: Iterable[RatingAnswer]) -> dict[date, DayCounts]:
    """Return the counts of each day in Budapest, with minutes rounded up; all limits of reports are whole minutes."""
    found: dict[date, DayCounts] = {}
    for conversation in conversations:
        day = found.setdefault(clock.local(conversation.opened_at).date(), DayCounts())
        day.conversations.update(round_up_minutes(_cells(conversation)))
    for answer in answers:
        found.setdefault(clock.local(answer.at).date(), DayCounts()).answers.update(count_answers([answer]))
    return found


def round_up_minutes(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells with their minutes rounded up."""
    return [(measure, about, ceil(minutes)) for measure, about, minutes in cells]


def total(tally: Tally) -> int:
    """Return how many conversations, or answers, a tally was made of."""
    return sum(
        number for (measure, _about, _minutes), number in tally.items() if measure in {Measure.ARRIVAL, Measure.RATING}
    )


def more_complete(now: DayCounts, before: DayCounts) -> DayCounts:
    """Return the more complete counts of a day: those of `now`, or those counted before some of its data was erased."""
    return DayCounts(
        now.conversations if total(now.conversations) >= total(before.conversations) else before.conversations,
        now.answers if total(now.answers) >= total(before.answers) else before.answers,
    )


def numbers_of(tally: Tally, measure: str) -> dict[tuple[str, ...], int]:
    """Return the counts of one measure by subject (for instance channel and hour), sorted."""
    found: Counter[tuple[str, ...]] = Counter()
    for (name, about, _minutes), number in tally.items():
        if name == measure:
            found[about] += number
    return dict(sorted(found.items()))


def measured_minutes(tally: Tally, measure: str, *about: str) -> list[float]:
    """Return all minutes of one measure, of one subject or (without `about`) of all."""
    return [
        length
        for (name, of, length), number in tally.items()
        if name == measure and (not about or of == about)
        for _each in range(number)
    ]
