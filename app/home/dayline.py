"""Decides the geometry of the line of the day: a small picture of today's hours that only repeats words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.locations.hours import Window

WIDTH = 320
# The line runs over the hours in which people do their business; further when an opening or this moment lies outside.
EARLIEST, LATEST = 6 * 60, 20 * 60
DAY = 24 * 60


@dataclass(frozen=True)
class Mark:
    """A word under or above the line: where, and which."""

    x: float
    text: str


@dataclass(frozen=True)
class DayLine:
    """An SVG path of the open spans, their words, and where this moment is."""

    open_path: str
    marks: tuple[Mark, ...]
    now: float


def day_line(windows: Sequence[Window], moment: datetime) -> DayLine:
    """Draw the windows of `moment`'s day on a line of `WIDTH` units."""
    spans = [(_minute(window.opens), _minute(window.closes) or DAY) for window in windows]
    now = _minute(clock.local(moment))
    first = min([EARLIEST, now, *(start for start, _end in spans)])
    last = max([LATEST, now, *(end for _start, end in spans)])

    def place(minute: int) -> float:
        return round((minute - first) * WIDTH / (last - first), 1)

    return DayLine(
        open_path="".join(f"M{place(start):g} 0H{place(end):g}" for start, end in spans),
        marks=tuple(Mark(place((start + end) // 2), f"{_short(start)}–{_short(end)}") for start, end in spans),
        now=place(now),
    )


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _short(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{hour}.{rest:02}" if rest else str(hour)
