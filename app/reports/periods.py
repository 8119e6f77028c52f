"""Parse the period that a report is asked for, and name the usual ones. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core import clock

USUAL_DAYS = 30
LONGEST_DAYS = 366


class WrongPeriodError(ValueError):
    """An impossible period: `field` is `first` or `last`, `why` a key of `words.PERIOD_ERRORS`."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


@dataclass(frozen=True)
class Period:
    """A span of whole days in Budapest, both ends included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Return the moment at which it begins."""
        return datetime.combine(self.first, time(), clock.BUDAPEST)

    @property
    def end(self) -> datetime:
        """Return the moment at which it is over."""
        return datetime.combine(self.last + timedelta(days=1), time(), clock.BUDAPEST)


def last_days(days: int) -> Period:
    """Return the last `days` days, today included."""
    return Period(clock.today() - timedelta(days=days - 1), clock.today())


def parse_period(first: str, last: str) -> Period:
    """Return the period between two ISO dates; the usual one when both are empty. Raise `WrongPeriodError`."""
    if not first and not last:
        return last_days(USUAL_DAYS)
    end = _day(last, "last") if last else clock.today()
    start = _day(first, "first") if first else end - timedelta(days=USUAL_DAYS - 1)
    if start > clock.today():
        raise WrongPeriodError("first", "future")
    if end < start:
        raise WrongPeriodError("last", "order")
    if (end - start).days >= LONGEST_DAYS:
        raise WrongPeriodError("first", "long")
    return Period(start, end)


def preset_periods() -> Iterator[tuple[str, Period]]:
    """Yield the periods that the page offers as links, each with its key in `words.PERIODS`."""
    today = clock.today()
    month = today.replace(day=1)
    yield "week", last_days(7)
    yield "month", last_days(USUAL_DAYS)
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
