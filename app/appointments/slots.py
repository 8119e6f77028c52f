"""Decides which times can be booked: opening hours cut into slots, needs, notice, horizon, desks that are free.

All steps are taken in UTC, so a slot is as long on the days on which the clocks change as on any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.contacts.needs import MORE_TIME, WHEELCHAIR
from app.core.clock import BUDAPEST
from app.locations.queries import Desk, Location

# Every slot of every place is a multiple of this, so bookings of different lengths meet on common ground.
QUANTUM = timedelta(minutes=5)


Taken = Collection[tuple[int, datetime]]


@dataclass(frozen=True)
class Slot:
    """A time that can be booked, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Limits:
    """How soon and how far ahead one can book: `earliest` a moment, `last_day` a Budapest date, both included."""

    earliest: datetime
    last_day: date


def limits(now: datetime, notice_minutes: int, horizon_days: int) -> Limits:
    """Work out the limits that hold at `now`."""
    return Limits(
        now + timedelta(minutes=notice_minutes), now.astimezone(BUDAPEST).date() + timedelta(days=horizon_days)
    )


def length(place: Location, needs: Collection[str]) -> timedelta:
    """Return how long a visit takes."""
    return timedelta(minutes=place.slot_minutes_longer if MORE_TIME in needs else place.slot_minutes)


def desks(place: Location, needs: Collection[str]) -> list[Desk]:
    """Return the desks that suit, best first: who needs no wheelchair desk leaves those to others."""
    if WHEELCHAIR in needs:
        return [desk for desk in place.desks if desk.wheelchair]
    return sorted(place.desks, key=lambda desk: desk.wheelchair)


def offered(place: Location, needs: Collection[str], day: date, limits: Limits) -> Iterator[Slot]:
    """Yield the day's slots in order, free or not: each begins on the place's grid and ends before closing."""
    if day > limits.last_day:
        return
    step, lasting = timedelta(minutes=place.slot_minutes), length(place, needs)
    for window in (window for window in place.hours.windows(day) if window.bookable):
        start, closes = window.opens.astimezone(UTC), window.closes.astimezone(UTC)
        while start + lasting <= closes:
            if start >= limits.earliest:
                yield Slot(start, start + lasting)
            start += step


def is_offered(place: Location, needs: Collection[str], start: datetime, limits: Limits) -> bool:
    """Say whether a slot begins at `start`, free or not."""
    if start < limits.earliest:
        return False
    day = start.astimezone(BUDAPEST).date()
    return any(slot.start == start for slot in offered(place, needs, day, limits))


def pieces(start: datetime, lasting: timedelta) -> Iterator[datetime]:
    """Yield the beginnings of the five-minute pieces that a booking occupies."""
    moment = start
    while moment < start + lasting:
        yield moment
        moment += QUANTUM


def free_desk(suitable: Iterable[Desk], start: datetime, lasting: timedelta, taken: Taken) -> Desk | None:
    """Return the first desk that is free all the time, or None."""
    wanted = list(pieces(start, lasting))
    return next((desk for desk in suitable if not any((desk.number, piece) in taken for piece in wanted)), None)


def free(place: Location, needs: Collection[str], day: date, limits: Limits, taken: Taken) -> list[Slot]:
    """Return the day's slots for which at least one suitable desk is free."""
    suitable = desks(place, needs)
    return [
        slot
        for slot in offered(place, needs, day, limits)
        if free_desk(suitable, slot.start, slot.end - slot.start, taken)
    ]
