"""Which days a report is about."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from app.reports import periods
from app.reports.periods import Period, WrongPeriodError

pytestmark = pytest.mark.usefixtures("app")


def test_without_a_wish_the_last_thirty_days_are_shown():
    assert periods.parse_period("", "") == Period(date(2026, 10, 26), date(2026, 11, 24))
    assert periods.parse_period("", "2026-11-10") == Period(date(2026, 10, 12), date(2026, 11, 10))
    assert periods.parse_period("2026-11-20", "") == Period(date(2026, 11, 20), date(2026, 11, 24))


def test_a_period_is_whole_days_in_budapest_also_over_a_change_of_the_clock():
    period = Period(date(2026, 10, 25), date(2026, 10, 25))
    assert period.start.astimezone(UTC).isoformat() == "2026-10-24T22:00:00+00:00"
    assert period.end.astimezone(UTC).isoformat() == "2026-10-25T23:00:00+00:00"


@pytest.mark.parametrize(
    ("first", "last", "field", "why"),
    [
        ("soon", "", "first", "no-date"), ("", "24.11.2026", "last", "no-date"), ("0001-01-01", "", "first", "no-date"),
        ("2026-11-20", "2026-11-19", "last", "order"), ("2026-11-25", "", "first", "future"),
        ("2025-11-01", "2026-11-20", "first", "long"),
    ],
)  # fmt: skip
def test_a_period_that_cannot_be_is_refused(first: str, last: str, field: str, why: str):
    with pytest.raises(WrongPeriodError) as refused:
        periods.parse_period(first, last)
    assert (refused.value.field, refused.value.why) == (field, why)


def test_the_usual_periods_are_a_week_a_month_and_calendar_months(clock):
    clock.travel("2026-01-03T10:00")
    found = {code: (period.first.isoformat(), period.last.isoformat()) for code, period in periods.preset_periods()}
    assert found == {
        "week": ("2025-12-28", "2026-01-03"), "month": ("2025-12-05", "2026-01-03"),
        "this-month": ("2026-01-01", "2026-01-03"), "month-before": ("2025-12-01", "2025-12-31"),
    }  # fmt: skip
