"""Calculates the geometry of the day's timeline: a drawing of today's hours, which the page also gives in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.locations.hours import Window

WIDTH = 320
# The line covers business hours, and more when the opening hours or the current time are outside them.
EARLIEST, LATEST = 6 * 60, 20 * 60
DAY = 24 * 60


@dataclass(frozen=True)
class TimelineLabel:
    """A label of the line: its text and horizontal position."""

    x: float
    text: str


@dataclass(frozen=True)
class DayTimeline:
    """An SVG path of the open spans, their labels, and the position of the current time."""

    open_path: str
    marks: tuple[TimelineLabel, ...]
    now: float


def day_timeline(windows: Sequence[Window], moment: datetime) -> DayTimeline:
    """Return the timeline of the day of `moment`, `WIDTH` units wide."""
    spans = [(_minute(window.opens), _minute(window.closes) or DAY) for window in windows]
    now = _minute(clock.local(moment))
    first = min([EARLIEST, now, *(start for start, _end in spans)])
    last = max([LATEST, now, *(end for _start, end in spans)])

    def place(minute: int) -> float:
        return round((minute - first) * WIDTH / (last - first), 1)

    return DayTimeline(
        open_path="".join(f"M{place(start):g} 0H{place(end):g}" for start, end in spans),
        marks=tuple(TimelineLabel(place((start + end) // 2), f"{_short(start)}–{_short(end)}") for start, end in spans),
        now=place(now),
    )


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _short(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{hour}.{rest:02}" if rest else str(hour)
