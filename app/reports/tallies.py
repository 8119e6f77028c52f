"""Decides how contacts and answers become a day's numbers, which name nobody and outlive the conversations: pure.

Each number stands alone: nothing says which topic came in which language, or which contact waited for how long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil

from app.core import clock
from app.reports.figures import ContactFigures

Cell = tuple[str, tuple[str, ...], float]
"""What was counted, of what, and how many minutes were measured (0 where none are)."""
Tally = Counter[Cell]

CAME, WEEKDAY, LANGUAGE, OUTCOME, TOPIC, WAIT, TOOK, RATING = (
    "came", "weekday", "language", "outcome", "topic", "wait", "took", "rating",
)  # fmt: skip
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class Answer:
    """One citizen's answer to the question after a contact."""

    question: str
    answer: str
    at: datetime


@dataclass
class Day:
    """What was counted of one day: its contacts, and the answers that were given on it."""

    contacts: Tally = field(default_factory=Counter)
    answers: Tally = field(default_factory=Counter)


def of_contacts(contacts: Iterable[ContactFigures]) -> Tally:
    """Count contacts in every respect that a report shows."""
    return Counter(cell for one in contacts for cell in _cells(one))


def of_answers(answers: Iterable[Answer]) -> Tally:
    """Count answers by question."""
    return Counter((RATING, (one.question, one.answer), 0) for one in answers)


def _cells(one: ContactFigures) -> Iterable[Cell]:
    when = OPEN if one.in_hours else CLOSED
    yield CAME, (one.channel, when, str(one.hour)), 0
    yield WEEKDAY, (str(clock.local(one.opened_at).weekday()),), 0
    yield LANGUAGE, (one.language,), 0
    if one.outcome:
        yield OUTCOME, (one.outcome,), 0
    if one.topic:
        yield TOPIC, (one.topic,), 0
    if (wait := one.wait) is not None:
        yield WAIT, (one.channel, when), wait
    if (spent := one.handling) is not None:
        yield TOOK, (one.topic or "",), spent


def days(contacts: Iterable[ContactFigures], answers: Iterable[Answer]) -> dict[date, Day]:
    """Count day by day, in whole minutes, rounded up: no limit of a report lies between two of them."""
    found: dict[date, Day] = {}
    for contact in contacts:
        day = found.setdefault(clock.local(contact.opened_at).date(), Day())
        day.contacts.update(whole(_cells(contact)))
    for answer in answers:
        found.setdefault(clock.local(answer.at).date(), Day()).answers.update(of_answers([answer]))
    return found


def whole(cells: Iterable[Cell]) -> list[Cell]:
    """Round the minutes of cells up."""
    return [(measure, about, ceil(minutes)) for measure, about, minutes in cells]


def size(tally: Tally) -> int:
    """Say how many contacts, or answers, a tally is made of."""
    return sum(number for (measure, _about, _minutes), number in tally.items() if measure in {CAME, RATING})


def fuller(now: Day, before: Day) -> Day:
    """Return what is known of a day: as it is now, or as it was counted before something of it was erased."""
    return Day(
        now.contacts if size(now.contacts) >= size(before.contacts) else before.contacts,
        now.answers if size(now.answers) >= size(before.answers) else before.answers,
    )


def by(tally: Tally, measure: str) -> dict[tuple[str, ...], int]:
    """Return the numbers of one measure by what they are of, in order."""
    found: Counter[tuple[str, ...]] = Counter()
    for (name, about, _minutes), number in tally.items():
        if name == measure:
            found[about] += number
    return dict(sorted(found.items()))


def minutes(tally: Tally, measure: str, *about: str) -> list[float]:
    """Return every measured length of one measure; of all, when `about` is left out."""
    return [
        length
        for (name, of, length), number in tally.items()
        if name == measure and (not about or of == about)
        for _each in range(number)
    ]
