"""Compute the figures of the charter's five promises; give none when the sample is too small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.conversations.models import OUTCOMES
from app.reports import figures, tallies
from app.reports.figures import ConversationRecord
from app.reports.tallies import Measure, OfficeHours, Tally

# Minutes within which an answer counts as prompt.
PROMPT = 3
# Outcomes after which nothing is left to do.
SETTLED = frozenset(OUTCOMES) - {"task", "no-answer"}
# Fewer are never published: figures of few people are figures of somebody.
FEWEST = 5


@dataclass(frozen=True)
class Evidence:
    """What the figures are computed from. `past` are the counts of days whose conversations were erased."""

    now: datetime
    conversations: Sequence[ConversationRecord] = ()
    ratings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    current: int = 0
    withdrawn: int = 0
    past: Tally = field(default_factory=Counter)


@dataclass(frozen=True)
class PromiseFigure:
    """One promise's figure. `share` is per cent of `sample`, None when the sample was smaller than `needed`."""

    promise: str
    share: int | None
    sample: int
    needed: int
    days: int
    target: int

    @property
    def kept(self) -> bool:
        """Return whether the target is reached."""
        return self.share is not None and self.share >= self.target


def answered_promptly(seen: Evidence) -> tuple[int, int]:
    """Return how many chats begun in opening hours were answered promptly, of how many; the newest are left out."""
    ripe = seen.now - timedelta(minutes=PROMPT)
    due = [one for one in seen.conversations if one.channel == "chat" and one.in_hours and one.opened_at <= ripe]
    seen_all = tallies.count_conversations(due) + seen.past
    came = tallies.numbers_of(seen_all, Measure.ARRIVAL).items()
    waits = tallies.measured_minutes(seen_all, Measure.WAIT, "chat", OfficeHours.OPEN)
    judged = sum(number for (channel, when, _hour), number in came if (channel, when) == ("chat", OfficeHours.OPEN))
    return sum(wait <= PROMPT for wait in waits), judged


def resolved_at_once(seen: Evidence) -> tuple[int, int]:
    """Return how many conversations ended with nothing left to do, of how many with an outcome."""
    judged = tallies.numbers_of(tallies.count_conversations(seen.conversations) + seen.past, Measure.OUTCOME)
    return sum(number for (outcome,), number in judged.items() if outcome in SETTLED), sum(judged.values())


def felt_respected(seen: Evidence) -> tuple[int, int]:
    """Return how many say that they were treated with respect, of how many answers."""
    return _agreed(seen.ratings.get("respect", {}))


def found_it_plain(seen: Evidence) -> tuple[int, int]:
    """Return how many say that the answer was easy to understand, of how many answers."""
    return _agreed(seen.ratings.get("plain", {}))


def _agreed(answers: Mapping[str, int]) -> tuple[int, int]:
    return answers.get("yes", 0), sum(answers.values())


def reviewed_in_time(seen: Evidence) -> tuple[int, int]:
    """Return how many texts were reviewed in time, of how many."""
    return seen.current, seen.current + seen.withdrawn


MEASUREMENTS = {
    "first-answer-p80": answered_promptly, "felt-respected": felt_respected, "resolved-first-contact": resolved_at_once,
    "plain-language": found_it_plain, "content-in-date": reviewed_in_time,
}  # fmt: skip
ABOUT_CONVERSATIONS = frozenset({"first-answer-p80", "resolved-first-contact"})
ABOUT_RATINGS = frozenset({"felt-respected", "plain-language"})


def measure_promise(promise: str, indicator: Mapping[str, Any], seen: Evidence) -> PromiseFigure:
    """Return one promise's figure. Raise `KeyError` for an unknown indicator."""
    good, sample = MEASUREMENTS[indicator["id"]](seen)
    about_people = indicator["id"] in ABOUT_CONVERSATIONS | ABOUT_RATINGS
    needed = max(indicator["min_sample"], FEWEST if about_people else 1)
    share = figures.share(good, sample) if sample >= needed else None
    return PromiseFigure(promise, share, sample, needed, indicator["window_days"], indicator["target"])
