"""Compute statistics of many measurements: medians, percentiles, shares, histograms, average staffing. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil

from app.core import clock


@dataclass(frozen=True)
class ConversationRecord:
    """One conversation as the reports count it, without texts and names. `in_hours`: it began while we were open."""

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
        """Return the hour of the day in which it began, in Budapest's time."""
        return clock.local(self.opened_at).hour

    @property
    def wait(self) -> float | None:
        """Return the minutes until a person answered, or None. A call-back is answered when somebody takes it."""
        answered = self.taken_at if self.channel == "callback" else self.replied_at
        return minutes_between(self.opened_at, answered) if answered else None

    @property
    def handling(self) -> float | None:
        """Return the minutes from when an operator took it to its end; None before that."""
        return minutes_between(self.taken_at, self.ended_at) if self.taken_at and self.ended_at else None


@dataclass(frozen=True)
class StaffingChange:
    """The number of colleagues at their desks (`here`) from the moment `at` until the next change."""

    at: datetime
    here: int


@dataclass(frozen=True)
class HourlyStaffing:
    """One hour of the day over a period: the average number of colleagues, and the per cent of time with nobody."""

    hour: int
    average: float
    unstaffed: float


def minutes_between(start: datetime, end: datetime) -> float:
    """Return the minutes from one moment to another, at least 0."""
    return max(0.0, (end - start).total_seconds() / 60)


def percentile(values: Iterable[float], share: int) -> float | None:
    """Return the smallest value that `share` per cent of the values do not exceed; None when there are no values."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * share / 100) - 1)] if ordered else None


def median(values: Iterable[float]) -> float | None:
    """Return the median; None when there are no values."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def share(part: int, whole: int) -> int | None:
    """Return `part` in whole per cent of `whole`, rounded half up; None when `whole` is 0."""
    return int(part * 100 / whole + 0.5) if whole else None


def histogram(values: Iterable[float], limits: Sequence[float]) -> list[int]:
    """Return how many values lie up to each limit (included), and last those beyond the last limit."""
    counts = [0] * (len(limits) + 1)
    for value in values:
        counts[next((index for index, limit in enumerate(limits) if value <= limit), len(limits))] += 1
    return counts


def window_test(windows: Sequence[tuple[datetime, datetime]]) -> Callable[[datetime], bool]:
    """Return a fast test whether a moment lies in one of `windows`, which are sorted and half-open."""
    opens = [start.timestamp() for start, _end in windows]
    closes = [end.timestamp() for _start, end in windows]

    def inside(moment: datetime) -> bool:
        at = moment.timestamp()
        index = bisect_right(opens, at) - 1
        return index >= 0 and at < closes[index]

    return inside


def staffing_by_hour(
    samples: Sequence[StaffingChange], windows: Sequence[tuple[datetime, datetime]], now: datetime
) -> list[HourlyStaffing]:
    """Return by hour of the day how many were there during `windows`; time before the first sample is left out."""
    spans: dict[int, list[tuple[float, int]]] = {}
    for earlier, end in _stretches(samples, now):
        for opens, closes in windows:
            start, stop = max(earlier.at, opens, key=datetime.timestamp), min(end, closes, key=datetime.timestamp)
            for hour, length in _by_hour(start, stop):
                spans.setdefault(hour, []).append((length, earlier.here))
    return [_manned(hour, spans[hour]) for hour in sorted(spans)]


def _stretches(samples: Sequence[StaffingChange], now: datetime) -> Iterable[tuple[StaffingChange, datetime]]:
    yield from ((earlier, later.at) for earlier, later in pairwise(samples))
    if samples and samples[-1].at < now:
        yield samples[-1], now


def _by_hour(start: datetime, stop: datetime) -> Iterable[tuple[int, float]]:
    begin, end = start.timestamp(), stop.timestamp()
    while begin < end:
        # Budapest's offset from UTC is whole hours, so an hour begins at the same moment in both.
        following = min(end, (begin // 3600 + 1) * 3600)
        yield clock.local(datetime.fromtimestamp(begin, clock.BUDAPEST)).hour, following - begin
        begin = following


def _manned(hour: int, spans: Sequence[tuple[float, int]]) -> HourlyStaffing:
    whole = sum(length for length, _here in spans)
    average = sum(length * here for length, here in spans) / whole
    return HourlyStaffing(hour, average, sum(length for length, here in spans if not here) * 100 / whole)
