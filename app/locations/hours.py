"""Calculates opening hours: several windows a day, holidays, moved days, dated exceptions, and clock changes.

Times are Budapest wall-clock times; a window includes its opening minute and excludes its closing minute. In the hour
that is repeated in October a window opens at its first and closes at its second occurrence, so it stays one window. A
time that is skipped in March means the moment after the skip.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.core.clock import BUDAPEST
from app.locations.workdays import WEEKDAYS, Names, Workdays

HOUR = 60
NOON = 12 * 60
DAY = 24 * 60
# No next opening is given beyond this many days, because plans for longer than a year are not reliable.
LOOKAHEAD_DAYS = 400

Plan = tuple["Span", ...]


class InvalidHoursError(ValueError):
    """The content folder describes impossible hours."""


@dataclass(frozen=True, order=True)
class Span:
    """A window of a daily plan, in minutes of the wall clock since midnight."""

    start: int
    end: int
    by_appointment: bool = False
    bookable: bool = True


@dataclass(frozen=True, order=True)
class Window:
    """A window of one day: open from `opens` on, closed from `closes` on; both are aware Budapest times.

    `by_appointment` admits only people with a booking; `bookable` is False in walk-in hours of a location that takes
    bookings on other days.
    """

    opens: datetime
    closes: datetime
    by_appointment: bool = False
    bookable: bool = True


class DayKind(StrEnum):
    """Why a day has other hours: a holiday, a day exchanged with another one, or an exception."""

    HOLIDAY = "holiday"
    REST_DAY = "rest-day"
    WORKING_DAY = "working-day"
    EXCEPTION = "exception"


@dataclass(frozen=True)
class Reason:
    """Why a day has other hours than its weekday.

    `names` is the name of the holiday or the reason of the exception by language, if there is one; `other` is the day
    that a rest day or working day was exchanged with.
    """

    kind: DayKind
    names: Names | None = None
    other: date | None = None


@dataclass(frozen=True)
class State:
    """Whether something is open at one moment.

    `closes_at` is None when closed. `next_opening` is the next change from closed to open, None when there is none
    within `LOOKAHEAD_DAYS`; `next_by_appointment` says whether it then admits only people with a booking. `reason` and
    `windows` are those of the whole day.
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
    """The timetable of a channel or a location.

    `table` is a profile of content/hours.yaml, or the `hours` of a location. It may have `changes`, weekly tables that
    are valid from a day on, and `exceptions`, dated days with other windows (or none) and a reason:
    `{date: "2026-12-31", windows: [], reason: {hu: …}}`, or `first` and `last` instead of `date`.
    """

    def __init__(self, table: Mapping[str, Any], workdays: Workdays, *, rule: str | None = None) -> None:
        self._workdays = workdays
        self._weekly = _read_weekly(table)
        moved = table.get("moved_working_day") or {}
        self._rule = rule or moved.get("rule")
        self._fixed_weekday = moved.get("fixed_weekday", "fri")
        if self._rule not in {None, "closed", "morning-only", "replaced-weekday", "fixed-weekday"}:
            raise InvalidHoursError(f"unknown rule for moved working days: {self._rule}")
        self._keeps_holidays = bool(table.get("closed_on_public_holidays", True))
        self._exceptions = [_read_exception(row) for row in table.get("exceptions") or ()]
        self._cache: dict[date, tuple[Window, ...]] = {}

    def with_exceptions(self, rows: Iterable[Mapping[str, Any]]) -> Hours:
        """Return a copy with further exceptions, which take precedence over its own."""
        other = copy(self)
        other._exceptions = [*(_read_exception(row) for row in rows), *self._exceptions]
        other._cache = {}
        return other

    def at(self, moment: datetime) -> State:
        """Return the state at `moment`, which must be an aware datetime."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        # Converted through UTC, so that a time skipped by the clock becomes the one that the clock shows then.
        instant = moment.astimezone(UTC)
        local = instant.astimezone(BUDAPEST)
        today = self.windows(local.date())
        # Compared in UTC, because Python compares times of one zone by wall clock, which is wrong in the repeated hour.
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
        """Return the day's windows in order; empty when closed."""
        if (known := self._cache.get(day)) is None:
            if len(self._cache) > 4 * LOOKAHEAD_DAYS:
                self._cache.clear()
            known = self._cache[day] = tuple(_windows(day, self._plan(day)))
        return known

    def open_windows(self, start: datetime, end: datetime) -> Iterator[Window]:
        """Yield the windows between two moments in order, clipped to them."""
        first, last = start.astimezone(BUDAPEST), end.astimezone(BUDAPEST)
        for day in _days(first.date(), last.date()):
            for window in self.windows(day):
                opens = max(window.opens, first, key=datetime.timestamp)
                closes = min(window.closes, last, key=datetime.timestamp)
                if opens.timestamp() < closes.timestamp():
                    yield replace(window, opens=opens, closes=closes)

    def reason(self, day: date) -> Reason | None:
        """Return why `day` has other hours than its weekday, or None."""
        if exception := self._exception(day):
            return Reason(DayKind.EXCEPTION, exception.reason)
        if not self._keeps_holidays:
            return None
        if names := self._workdays.holiday(day):
            return Reason(DayKind.HOLIDAY, names)
        if other := self._workdays.worked_on(day):
            return Reason(DayKind.REST_DAY, None, other)
        if other := self._workdays.replaces(day):
            return Reason(DayKind.WORKING_DAY, None, other)
        return None

    def _plan(self, day: date) -> Plan:
        reason = self.reason(day)
        if exception := self._exception(day):
            return exception.plan
        if reason is None:
            return self._table(day)[WEEKDAYS[day.weekday()]]
        if reason.kind is DayKind.WORKING_DAY and reason.other:
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
        # Without a rule the table of that weekday is valid.
        return table[WEEKDAYS[day.weekday()]]

    def _table(self, day: date) -> Mapping[str, Plan]:
        index = bisect_right(self._weekly, day, key=lambda entry: entry[0]) - 1
        return self._weekly[index][1]

    def _exception(self, day: date) -> _Exception | None:
        return next((row for row in self._exceptions if row.first <= day <= row.last), None)

    def _closing(self, window: Window) -> datetime:
        # Adjacent windows count as one: at noon, at midnight, or where hours by appointment begin.
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

    For a repeated time return the first occurrence, or the second if `last`; for a skipped time the moment after it.
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
        # In the repeated hour the first of two windows closes after the second has opened: they become one.
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
        raise InvalidHoursError(f"unknown weekday: {', '.join(sorted(unknown))}")
    table = {weekday: _read_spans(weekly.get(weekday) or ()) for weekday in WEEKDAYS}
    if booking and (booked_days := set(booking.get("booked_days") or ())):
        since = _minutes(booking["afternoon_from"]) if booking.get("booked_scope") == "afternoon" else 0
        only = not booking.get("walk_in_on_booked_days")
        for weekday, spans in table.items():
            # Hours by appointment begin at minute `since`; on days without them that is after the end of the day.
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
            raise InvalidHoursError(f"a window must end after it begins: {span}")
    for earlier, later in pairwise(spans):
        if later.start < earlier.end:
            raise InvalidHoursError(f"two windows of a day overlap: {earlier} and {later}")
    return tuple(spans)


def _read_exception(row: Mapping[str, Any]) -> _Exception:
    first = date.fromisoformat(str(row.get("first") or row["date"]))
    last = date.fromisoformat(str(row.get("last") or first))
    if last < first:
        raise InvalidHoursError(f"an exception ends before it begins: {first} to {last}")
    return _Exception(first, last, _read_spans(row.get("windows") or ()), row.get("reason"))


def _minutes(text: str) -> int:
    hour, _, minute = str(text).partition(":")
    minutes = int(hour) * 60 + int(minute or 0)
    if not (0 <= int(minute or 0) < HOUR and 0 <= minutes <= DAY):
        raise InvalidHoursError(f"not a time of day: {text}")
    return minutes


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)
