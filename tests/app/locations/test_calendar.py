"""The Hungarian calendar of work, as the yearly decrees published it: written here by hand, apart from the content."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.locations.workdays import Workdays
from tests.app.locations.test_hours import BUDAORS, WORKDAYS

# (working Saturday, its rest day) by the decrees for each year.
MOVED = {
    2018: ["03-10 03-16", "04-21 04-30", "10-13 10-22", "11-10 11-02", "12-01 12-24", "12-15 12-31"],
    2019: ["08-10 08-19", "12-07 12-24", "12-14 12-27"],
    2020: ["08-29 08-21", "12-12 12-24"],
    2021: ["12-11 12-24"],
    2022: ["03-26 03-14", "10-15 10-31"],
    2023: [],
    2024: ["08-03 08-19", "12-07 12-24", "12-14 12-27"],
    2025: ["05-17 05-02", "10-18 10-24", "12-13 12-24"],
    2026: ["01-10 01-02", "08-08 08-21", "12-12 12-24"],
}
# The moving feasts, and the eight that do not move: § 102 of the Labour Code.
EASTER_FEASTS = {
    2024: "03-29 03-31 04-01 05-19 05-20",
    2025: "04-18 04-20 04-21 06-08 06-09",
    2026: "04-03 04-05 04-06 05-24 05-25",
    2027: "03-26 03-28 03-29 05-16 05-17",
}
FIXED = "01-01 03-15 05-01 08-20 10-23 11-01 12-25 12-26"


@pytest.mark.parametrize("year", MOVED)
@pytest.mark.parametrize("workdays", [WORKDAYS, Workdays([], [])], ids=["content", "library"])
def test_the_moved_days_are_those_of_the_decrees(year: int, workdays: Workdays):
    expected = sorted(
        (date.fromisoformat(f"{year}-{work}"), date.fromisoformat(f"{year}-{rest}"))
        for work, rest in (pair.split() for pair in MOVED[year])
    )
    assert workdays.moved_between(date(year, 1, 1), date(year, 12, 31)) == expected


@pytest.mark.parametrize("year", EASTER_FEASTS)
def test_the_holidays_are_those_of_the_labour_code_and_no_others(year: int):
    expected = sorted(date.fromisoformat(f"{year}-{day}") for day in f"{FIXED} {EASTER_FEASTS[year]}".split())
    assert [day for day, _names in WORKDAYS.holidays_between(date(year, 1, 1), date(year, 12, 31))] == expected
    assert not any(BUDAORS.windows(day) for day in expected)


def test_a_year_that_lists_only_its_holidays_takes_its_moved_days_from_the_library():
    holidays_alone = Workdays([{"date": f"2026-{day}", "hu": "Ünnep"} for day in FIXED.split()], [])
    assert holidays_alone.worked_on(date(2026, 12, 24)) == date(2026, 12, 12)
    assert holidays_alone.replaces(date(2026, 12, 12)) == date(2026, 12, 24)
    assert holidays_alone.holiday(date(2026, 4, 3)) is None


def test_a_working_saturday_of_budaors_is_open_in_the_morning_and_its_rest_day_is_shut():
    for year in (2024, 2025, 2026):
        for work, rest in WORKDAYS.moved_between(date(year, 1, 1), date(year, 12, 31)):
            assert [f"{w.opens:%H:%M}-{w.closes:%H:%M}" for w in BUDAORS.windows(work)] == ["07:00-08:00"]
            assert BUDAORS.windows(rest) == ()
            assert work.weekday() == 5
            assert abs(work - rest) < timedelta(days=30)
