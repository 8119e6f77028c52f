"""Decides how many measurements become one figure: medians, nine of ten, shares, and who was there on average."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil

from app.core import clock


@dataclass(frozen=True)
class ContactFigures:
    """What reports know of one contact, without texts and names. `in_hours` says whether it came in opening hours."""

    channel: str
    language: str
    opened_at: datetime
    taken_at: datetime | None
    replied_at: datetime | None
    ended_at: datetime | None
    topic: str | None
    outcome: str | None
    in_hours: bool

    @property
    def hour(self) -> int:
        """The hour of the day in which it came, on Budapest's clock."""
        return clock.local(self.opened_at).hour

    @property
    def wait(self) -> float | None:
        """Minutes until a person answered; None while nobody has. A call-back is answered when somebody takes it."""
        answered = self.taken_at if self.channel == "callback" else self.replied_at
        return minutes(self.opened_at, answered) if answered else None

    @property
    def handling(self) -> float | None:
        """Minutes from when somebody took it to its end; None before that."""
        return minutes(self.taken_at, self.ended_at) if self.taken_at and self.ended_at else None


@dataclass(frozen=True)
class Staffing:
    """From `at` on, so many colleagues were at their desks."""

    at: datetime
    here: int


@dataclass(frozen=True)
class Manned:
    """One hour of the day over a period: the average number of colleagues, and the share of time with nobody."""

    hour: int
    average: float
    alone: float


def minutes(start: datetime, end: datetime) -> float:
    """Return the minutes from one moment to another, never less than none."""
    return max(0.0, (end - start).total_seconds() / 60)


def percentile(values: Iterable[float], share: int) -> float | None:
    """Return the smallest value that `share` per cent of the values do not exceed; None of no values."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * share / 100) - 1)] if ordered else None


def median(values: Iterable[float]) -> float | None:
    """Return the middle value; the mean of the two middle ones of an even number."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def share(part: int, whole: int) -> int | None:
    """Return whole per cent, rounded half up; None of nothing."""
    return int(part * 100 / whole + 0.5) if whole else None


def spread(values: Iterable[float], limits: Sequence[float]) -> list[int]:
    """Count the values up to each limit (included), and in the end those beyond the last."""
    counts = [0] * (len(limits) + 1)
    for value in values:
        counts[next((index for index, limit in enumerate(limits) if value <= limit), len(limits))] += 1
    return counts


def is_open(windows: Sequence[tuple[datetime, datetime]]) -> Callable[[datetime], bool]:
    """Return a quick test whether a moment lies in one of many windows, which are in order and half-open."""
    opens = [start.timestamp() for start, _end in windows]
    closes = [end.timestamp() for _start, end in windows]

    def inside(moment: datetime) -> bool:
        at = moment.timestamp()
        index = bisect_right(opens, at) - 1
        return index >= 0 and at < closes[index]

    return inside


def manned(samples: Sequence[Staffing], windows: Sequence[tuple[datetime, datetime]], now: datetime) -> list[Manned]:
    """Work out by the hour of the day who was there while we were open; nothing is said of before the first sample."""
    spans: dict[int, list[tuple[float, int]]] = {}
    for earlier, end in _stretches(samples, now):
        for opens, closes in windows:
            start, stop = max(earlier.at, opens, key=datetime.timestamp), min(end, closes, key=datetime.timestamp)
            for hour, length in _by_hour(start, stop):
                spans.setdefault(hour, []).append((length, earlier.here))
    return [_manned(hour, spans[hour]) for hour in sorted(spans)]


def _stretches(samples: Sequence[Staffing], now: datetime) -> Iterable[tuple[Staffing, datetime]]:
    yield from ((earlier, later.at) for earlier, later in pairwise(samples))
    if samples and samples[-1].at < now:
        yield samples[-1], now


def _by_hour(start: datetime, stop: datetime) -> Iterable[tuple[int, float]]:
    begin, end = start.timestamp(), stop.timestamp()
    while begin < end:
        # Whole hours of Budapest are whole hours of the world.
        following = min(end, (begin // 3600 + 1) * 3600)
        yield clock.local(datetime.fromtimestamp(begin, clock.BUDAPEST)).hour, following - begin
        begin = following


def _manned(hour: int, spans: Sequence[tuple[float, int]]) -> Manned:
    whole = sum(length for length, _here in spans)
    average = sum(length * here for length, here in spans) / whole
    return Manned(hour, average, sum(length for length, here in spans if not here) * 100 / whole)
