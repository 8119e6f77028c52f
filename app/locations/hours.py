"""The one opening-hours engine: several windows a day, holidays, moved days, dated exceptions, both clock changes.

Hours are said on Budapest's wall clock: the opening minute belongs to a window, the closing minute does not. In the
hour that comes twice in October a window opens at its first and closes at its second passing, so it stays one window
and nobody is sent away in between; a time that the clock leaps over in March means the moment after the leap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from app.core.clock import BUDAPEST
from app.locations.workdays import WEEKDAYS, Names, Workdays

HOUR = 60
NOON = 12 * 60
DAY = 24 * 60
# Hours that do not open within this many days do not say when they open: longer plans than a year are not dependable.
LOOKAHEAD_DAYS = 400

Plan = tuple["Span", ...]


class WrongHoursError(ValueError):
    """The content folder describes hours that cannot be."""


@dataclass(frozen=True, order=True)
class Span:
    """A window of a day's plan, in minutes of the wall clock since midnight."""

    start: int
    end: int
    by_appointment: bool = False
    bookable: bool = True


@dataclass(frozen=True, order=True)
class Window:
    """A window of a certain day: open from `opens` on, closed from `closes` on. Both are Budapest moments.

    `by_appointment` admits nobody else; `bookable` is False where a place with booked days receives without booking.
    """

    opens: datetime
    closes: datetime
    by_appointment: bool = False
    bookable: bool = True


@dataclass(frozen=True)
class Reason:
    """Why a day is not an ordinary one.

    `kind` is holiday, rest-day (worked on another day instead), working-day (worked instead of another day) or
    exception; `names` its name by language, when it has one; `other` the day that it was exchanged with.
    """

    kind: str
    names: Names | None = None
    other: date | None = None


@dataclass(frozen=True)
class State:
    """Open or closed at one moment.

    `closes_at` is None when closed. `next_opening` is the next moment at which closed becomes open, None when there
    is none within `LOOKAHEAD_DAYS`; `next_by_appointment` whether it then admits only who has booked. `reason` and
    `windows` speak of the moment's whole day.
    """

    at: datetime
    open: bool
    closes_at: datetime | None
    next_opening: datetime | None
    reason: Reason | None
    windows: tuple[Window, ...]
    by_appointment: bool = False
    next_by_appointment: bool = False


@dataclass(frozen=True)
class _Exception:
    first: date
    last: date
    plan: Plan
    reason: Names | None


class Hours:
    """One timetable: a channel's, or a place's.

    `table` is a profile of content/hours.yaml, or the `hours` of a place. It may carry `changes`, weekly tables that
    hold from a day on, and `exceptions`, dated days with other windows (or none) and a reason:
    `{date: "2026-12-31", windows: [], reason: {hu: …}}`, or `first` and `last` instead of `date`.
    """

    def __init__(self, table: Mapping[str, Any], workdays: Workdays, *, rule: str | None = None) -> None:
        self._workdays = workdays
        self._weekly = _read_weekly(table)
        moved = table.get("moved_working_day") or {}
        self._rule = rule or moved.get("rule")
        self._fixed_weekday = moved.get("fixed_weekday", "fri")
        if self._rule not in {None, "closed", "morning-only", "replaced-weekday", "fixed-weekday"}:
            raise WrongHoursError(f"unknown rule for moved working days: {self._rule}")
        self._keeps_holidays = bool(table.get("closed_on_public_holidays", True))
        self._exceptions = [_read_exception(row) for row in table.get("exceptions") or ()]
        self._cache: dict[date, tuple[Window, ...]] = {}

    def with_exceptions(self, rows: Iterable[Mapping[str, Any]]) -> Hours:
        """Return the same hours with further exceptions, which come before those that it has."""
        other = copy(self)
        other._exceptions = [*(_read_exception(row) for row in rows), *self._exceptions]
        other._cache = {}
        return other

    def at(self, moment: datetime) -> State:
        """Say whether it is open at `moment` (aware), until when, and when it opens next."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        # By way of UTC, so that a time which the clock leaps over is said as the one that it shows then.
        instant = moment.astimezone(UTC)
        local = instant.astimezone(BUDAPEST)
        today = self.windows(local.date())
        # Compared in UTC: Python compares two moments of one zone by wall clock, which errs in the hour that repeats.
        current = next((w for w in today if w.opens.astimezone(UTC) <= instant < w.closes.astimezone(UTC)), None)
        closes_at = self._closing(current) if current else None
        following = self._next_window(closes_at or local)
        return State(
            at=local,
            open=current is not None,
            closes_at=closes_at,
            next_opening=following.opens if following else None,
            reason=self.reason(local.date()),
            windows=today,
            by_appointment=current is not None and current.by_appointment,
            next_by_appointment=following is not None and following.by_appointment,
        )

    def windows(self, day: date) -> tuple[Window, ...]:
        """Return the day's windows in order; none when closed."""
        if (known := self._cache.get(day)) is None:
            if len(self._cache) > 4 * LOOKAHEAD_DAYS:
                self._cache.clear()
            known = self._cache[day] = tuple(_windows(day, self._plan(day)))
        return known

    def open_windows(self, start: datetime, end: datetime) -> Iterator[Window]:
        """Yield the open time between two moments, in order, cut to them."""
        first, last = start.astimezone(BUDAPEST), end.astimezone(BUDAPEST)
        for day in _days(first.date(), last.date()):
            for window in self.windows(day):
                opens = max(window.opens, first, key=datetime.timestamp)
                closes = min(window.closes, last, key=datetime.timestamp)
                if opens.timestamp() < closes.timestamp():
                    yield replace(window, opens=opens, closes=closes)

    def reason(self, day: date) -> Reason | None:
        """Say why `day` is not an ordinary day; None when it is one."""
        if exception := self._exception(day):
            return Reason("exception", exception.reason)
        if not self._keeps_holidays:
            return None
        if names := self._workdays.holiday(day):
            return Reason("holiday", names)
        if other := self._workdays.worked_on(day):
            return Reason("rest-day", None, other)
        if other := self._workdays.replaces(day):
            return Reason("working-day", None, other)
        return None

    def _plan(self, day: date) -> Plan:
        reason = self.reason(day)
        if exception := self._exception(day):
            return exception.plan
        if reason is None:
            return self._table(day)[WEEKDAYS[day.weekday()]]
        if reason.kind == "working-day" and reason.other:
            return self._moved_plan(day, reason.other)
        return ()

    def _moved_plan(self, day: date, replaced: date) -> Plan:
        table = self._table(day)
        match self._rule:
            case "replaced-weekday":
                return table[WEEKDAYS[replaced.weekday()]]
            case "fixed-weekday":
                return table[self._fixed_weekday]
            case "morning-only":
                spans = table[WEEKDAYS[replaced.weekday()]]
                return tuple(replace(span, end=min(span.end, NOON)) for span in spans if span.start < NOON)
            case "closed":
                return ()
        # A place without a rule promises nothing beyond its own table for that weekday.
        return table[WEEKDAYS[day.weekday()]]

    def _table(self, day: date) -> Mapping[str, Plan]:
        index = bisect_right(self._weekly, day, key=lambda entry: entry[0]) - 1
        return self._weekly[index][1]

    def _exception(self, day: date) -> _Exception | None:
        return next((row for row in self._exceptions if row.first <= day <= row.last), None)

    def _closing(self, window: Window) -> datetime:
        # Windows that touch are one opening: at noon, at midnight, or where booked hours begin.
        closes = window.closes
        while follower := next((w for w in self.windows(closes.date()) if w.opens == closes), None):
            closes = follower.closes
            if closes - window.opens > timedelta(days=LOOKAHEAD_DAYS):
                break
        return closes

    def _next_window(self, after: datetime) -> Window | None:
        first = after.date()
        since = after.timestamp()
        for offset in range(LOOKAHEAD_DAYS):
            for window in self.windows(first + timedelta(days=offset)):
                if window.opens.timestamp() > since:
                    return window
        return None


def moment_of(day: date, minute: int, *, last: bool = False) -> datetime:
    """Return the moment at which Budapest's clock shows `minute` minutes after midnight of `day`.

    Of a time that comes twice, the first, or the `last`; of a time that is leapt over, the moment after the leap.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    moment = wall.replace(tzinfo=BUDAPEST, fold=int(last))
    if moment.astimezone(UTC).astimezone(BUDAPEST).replace(tzinfo=None) == wall:
        return moment
    before = wall.replace(tzinfo=BUDAPEST, fold=1).astimezone(UTC)
    while (later := before.astimezone(BUDAPEST)).replace(tzinfo=None) < wall:
        before += timedelta(minutes=1)
    return later


def _windows(day: date, plan: Plan) -> Iterator[Window]:
    before: datetime | None = None
    for span in plan:
        opens, closes = moment_of(day, span.start), moment_of(day, span.end, last=True)
        # Of two windows in the hour that repeats, the first closes after the second has opened: they become one.
        if before and opens.timestamp() < before.timestamp():
            opens = before
        if opens.timestamp() < closes.timestamp():
            yield Window(opens, closes, span.by_appointment, span.bookable)
            before = closes


def _read_weekly(table: Mapping[str, Any]) -> list[tuple[date, Mapping[str, Plan]]]:
    booking = table.get("booking")
    changes = [
        (date.fromisoformat(str(change["valid_from"])), _read_table(change["weekly"], booking))
        for change in table.get("changes") or ()
    ]
    return [(date.min, _read_table(table["weekly"], booking)), *sorted(changes, key=lambda entry: entry[0])]


def _read_table(weekly: Mapping[str, Any], booking: Mapping[str, Any] | None) -> dict[str, Plan]:
    if unknown := set(weekly) - set(WEEKDAYS):
        raise WrongHoursError(f"unknown weekday: {', '.join(sorted(unknown))}")
    table = {weekday: _read_spans(weekly.get(weekday) or ()) for weekday in WEEKDAYS}
    if booking and (booked_days := set(booking.get("booked_days") or ())):
        since = _minutes(booking["afternoon_from"]) if booking.get("booked_scope") == "afternoon" else 0
        only = not booking.get("walk_in_on_booked_days")
        for weekday, spans in table.items():
            # What is booked begins at `since`; on the other days, after the last minute of the day.
            table[weekday] = tuple(_split(spans, since if weekday in booked_days else DAY, only=only))
    return table


def _split(spans: Plan, since: int, *, only: bool) -> Iterator[Span]:
    for span in spans:
        if span.start < since:
            yield Span(span.start, min(span.end, since), bookable=False)
        if span.end > since:
            yield Span(max(span.start, since), span.end, by_appointment=only)


def _read_spans(rows: Sequence[Mapping[str, str]]) -> Plan:
    spans = sorted(Span(_minutes(row["from"]), _minutes(row["to"])) for row in rows)
    for span in spans:
        if span.start >= span.end:
            raise WrongHoursError(f"a window must end after it begins: {span}")
    for earlier, later in pairwise(spans):
        if later.start < earlier.end:
            raise WrongHoursError(f"two windows of a day overlap: {earlier} and {later}")
    return tuple(spans)


def _read_exception(row: Mapping[str, Any]) -> _Exception:
    first = date.fromisoformat(str(row.get("first") or row["date"]))
    last = date.fromisoformat(str(row.get("last") or first))
    if last < first:
        raise WrongHoursError(f"an exception ends before it begins: {first} to {last}")
    return _Exception(first, last, _read_spans(row.get("windows") or ()), row.get("reason"))


def _minutes(text: str) -> int:
    hour, _, minute = str(text).partition(":")
    minutes = int(hour) * 60 + int(minute or 0)
    if not (0 <= int(minute or 0) < HOUR and 0 <= minutes <= DAY):
        raise WrongHoursError(f"not a time of day: {text}")
    return minutes


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)
