"""Decides what is true of the five promises, from what was measured; says nothing when that is too little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.conversations.models import OUTCOMES
from app.reports import figures, tallies
from app.reports.figures import ContactFigures
from app.reports.tallies import Tally

# A citizen who is answered within these minutes was not kept waiting.
PROMPT = 3
# What a contact ends with when nothing is left to do: no task for a colleague, no question without an answer.
SETTLED = frozenset(OUTCOMES) - {"task", "no-answer"}
# Fewer are never published: figures of few people are figures of somebody.
FEWEST = 5


@dataclass(frozen=True)
class Evidence:
    """What the figures are made of. `past` are the numbers of days whose contacts were erased."""

    now: datetime
    contacts: Sequence[ContactFigures] = ()
    ratings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    current: int = 0
    withdrawn: int = 0
    past: Tally = field(default_factory=Counter)


@dataclass(frozen=True)
class Measured:
    """One promise's figure: per cent of `sample`; None when there were too few to say."""

    promise: str
    share: int | None
    sample: int
    needed: int
    days: int
    target: int

    @property
    def kept(self) -> bool:
        """Whether the target is reached."""
        return self.share is not None and self.share >= self.target


def prompt(seen: Evidence) -> tuple[int, int]:
    """Count the chats begun while we were open that a person answered in time. Who came just now is not judged yet."""
    ripe = seen.now - timedelta(minutes=PROMPT)
    due = [one for one in seen.contacts if one.channel == "chat" and one.in_hours and one.opened_at <= ripe]
    seen_all = tallies.of_contacts(due) + seen.past
    came = tallies.by(seen_all, tallies.CAME).items()
    waits = tallies.minutes(seen_all, tallies.WAIT, "chat", tallies.OPEN)
    judged = sum(number for (channel, when, _hour), number in came if (channel, when) == ("chat", tallies.OPEN))
    return sum(wait <= PROMPT for wait in waits), judged


def settled(seen: Evidence) -> tuple[int, int]:
    """Count the contacts with which everything was done."""
    judged = tallies.by(tallies.of_contacts(seen.contacts) + seen.past, tallies.OUTCOME)
    return sum(number for (outcome,), number in judged.items() if outcome in SETTLED), sum(judged.values())


def respected(seen: Evidence) -> tuple[int, int]:
    """Count those who say that they were treated with respect."""
    return _agreed(seen.ratings.get("respect", {}))


def understood(seen: Evidence) -> tuple[int, int]:
    """Count those who say that the answer was easy to understand."""
    return _agreed(seen.ratings.get("plain", {}))


def _agreed(answers: Mapping[str, int]) -> tuple[int, int]:
    return answers.get("yes", 0), sum(answers.values())


def in_date(seen: Evidence) -> tuple[int, int]:
    """Count the items that were checked in time."""
    return seen.current, seen.current + seen.withdrawn


MEASURES = {
    "first-answer-p80": prompt, "felt-respected": respected, "resolved-first-contact": settled,
    "plain-language": understood, "content-in-date": in_date,
}  # fmt: skip
OF_CONTACTS = frozenset({"first-answer-p80", "resolved-first-contact"})
OF_RATINGS = frozenset({"felt-respected", "plain-language"})


def measure(promise: str, indicator: Mapping[str, Any], seen: Evidence) -> Measured:
    """Work out one promise's figure. Raise `KeyError` for an indicator that nobody measures."""
    good, sample = MEASURES[indicator["id"]](seen)
    about_people = indicator["id"] in OF_CONTACTS | OF_RATINGS
    needed = max(indicator["min_sample"], FEWEST if about_people else 1)
    share = figures.share(good, sample) if sample >= needed else None
    return Measured(promise, share, sample, needed, indicator["window_days"], indicator["target"])
