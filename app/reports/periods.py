"""Decides which days a report is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core import clock

USUAL_DAYS = 30
LONGEST_DAYS = 366


class WrongPeriodError(ValueError):
    """A period that cannot be: `field` is first or last, `why` a code."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


@dataclass(frozen=True)
class Period:
    """Whole days in Budapest, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), clock.BUDAPEST)

    @property
    def end(self) -> datetime:
        """The moment at which it is over."""
        return datetime.combine(self.last + timedelta(days=1), time(), clock.BUDAPEST)


def latest(days: int) -> Period:
    """Return the last `days` days, today included."""
    return Period(clock.today() - timedelta(days=days - 1), clock.today())


def read(first: str, last: str) -> Period:
    """Read a period from two dates as a form sends them; both empty means the usual one."""
    if not first and not last:
        return latest(USUAL_DAYS)
    end = _day(last, "last") if last else clock.today()
    start = _day(first, "first") if first else end - timedelta(days=USUAL_DAYS - 1)
    if start > clock.today():
        raise WrongPeriodError("first", "future")
    if end < start:
        raise WrongPeriodError("last", "order")
    if (end - start).days >= LONGEST_DAYS:
        raise WrongPeriodError("first", "long")
    return Period(start, end)


def offered() -> Iterator[tuple[str, Period]]:
    """Yield the periods that are asked for most, by code."""
    today = clock.today()
    month = today.replace(day=1)
    yield "week", latest(7)
    yield "month", latest(USUAL_DAYS)
    yield "this-month", Period(month, today)
    yield "month-before", Period((month - timedelta(days=1)).replace(day=1), month - timedelta(days=1))


def _day(text: str, field: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise WrongPeriodError(field, "no-date") from None
    if not 2000 <= day.year <= 2099:  # noqa: PLR2004 - beyond them nothing was measured, and calendars end
        raise WrongPeriodError(field, "no-date")
    return day
