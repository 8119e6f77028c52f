"""Laws of the hours engine, held against a slow second reading of the same tables, minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.clock import BUDAPEST
from app.locations.hours import LOOKAHEAD_DAYS, Hours
from app.locations.workdays import WEEKDAYS
from tests.app.locations.test_hours import ALL, WORKDAYS

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
days = st.dates(FIRST, LAST)
minutes = st.integers(0, 1440)
# Both changes of the clock in each year, and the day before and after.
CHANGES = [
    day + timedelta(days=beside)
    for year in range(FIRST.year, LAST.year + 1)
    for month in (3, 10)
    for day in [max(date(year, month, n) for n in range(25, 32) if date(year, month, n).weekday() == 6)]
    for beside in (-1, 0, 1)
]
ALWAYS = {
    "weekly": {weekday: [{"from": "00:00", "to": "24:00"}] for weekday in WEEKDAYS},
    "closed_on_public_holidays": True, "moved_working_day": {"rule": "closed"}, "exceptions": [],
}  # fmt: skip


@st.composite
def spans(draw) -> list[dict[str, str]]:
    """Up to three windows of a day, whole quarters of an hour, which may touch but not overlap."""
    edges = sorted(draw(st.lists(st.integers(0, 96), max_size=6, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [{"from": hhmm(15 * start), "to": hhmm(15 * end)} for start, end in pairs]


@st.composite
def tables(draw) -> dict[str, Any]:
    """A whole timetable: a week, a rule for moved days, a few exceptions."""
    exceptions = draw(st.lists(st.tuples(st.sampled_from(CHANGES) | days, st.integers(0, 5), spans()), max_size=3))
    return {
        "weekly": {weekday: draw(spans()) for weekday in WEEKDAYS},
        "closed_on_public_holidays": draw(st.booleans()),
        "moved_working_day": {"rule": draw(st.sampled_from(["closed", "morning-only", "replaced-weekday"]))},
        "exceptions": [
            {"first": str(first), "last": str(first + timedelta(days=more)), "windows": windows}
            for first, more, windows in exceptions
        ],
    }


def hhmm(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def shown(moment: datetime) -> tuple[date, str]:
    """What a person reads off a calendar and a clock on the wall in Budapest."""
    there = moment.astimezone(BUDAPEST)
    return there.date(), f"{there:%H:%M}"


def plan(table: dict[str, Any], day: date) -> list[dict[str, str]]:
    """The second reading: which windows the table gives `day`."""
    for row in table["exceptions"]:
        if date.fromisoformat(row["first"]) <= day <= date.fromisoformat(row["last"]):
            return row["windows"]
    ordinary = table["weekly"][WEEKDAYS[day.weekday()]]
    if not table["closed_on_public_holidays"]:
        return ordinary
    if WORKDAYS.holiday(day) or WORKDAYS.worked_on(day):
        return []
    if replaced := WORKDAYS.replaces(day):
        usual = table["weekly"][WEEKDAYS[replaced.weekday()]]
        return {
            "closed": [],
            "replaced-weekday": usual,
            "morning-only": [{"from": w["from"], "to": min(w["to"], "12:00")} for w in usual if w["from"] < "12:00"],
        }[table["moved_working_day"]["rule"]]
    return ordinary


def open_by_the_wall_clock(table: dict[str, Any], moment: datetime) -> bool:
    day, time = shown(moment)
    return any(window["from"] <= time < window["to"] for window in plan(table, day))


def repeated(moment: datetime) -> bool:
    """Whether the clock on the wall shows this time twice that day: the engine joins the two passings."""
    there = moment.astimezone(BUDAPEST)
    return there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()


@settings(max_examples=300, deadline=None)
@given(tables(), days | st.sampled_from(CHANGES), minutes)
@example(ALWAYS, date(2026, 10, 25), 150)
@example(ALWAYS, date(2026, 3, 29), 60)
def test_open_means_what_the_clock_on_the_wall_and_the_table_say(table: dict[str, Any], day: date, minute: int):
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    if not repeated(moment):
        assert Hours(table, WORKDAYS).at(moment).open is open_by_the_wall_clock(table, moment)


@settings(max_examples=150, deadline=None)
@given(tables(), days | st.sampled_from(CHANGES), minutes)
def test_the_next_opening_is_open_shut_a_minute_before_and_nothing_is_open_between(
    table: dict[str, Any], day: date, minute: int
):
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    hours = Hours(table, WORKDAYS)
    state = hours.at(moment)
    if state.open:
        return
    if state.next_opening is None:
        assert not any(plan(table, day + timedelta(days=n)) for n in range(1, LOOKAHEAD_DAYS - 2))
        return
    assert hours.at(state.next_opening).open
    # Counted in UTC: on the wall a minute before 3 o'clock may be an hour that never was.
    assert not hours.at(state.next_opening.astimezone(UTC) - timedelta(minutes=1)).open
    steps = min(int((state.next_opening - moment).total_seconds() // 60), 1440)
    between = (moment + timedelta(minutes=step) for step in range(steps))
    assert not any(open_by_the_wall_clock(table, at) for at in between if not repeated(at))


@settings(max_examples=150, deadline=None)
@given(tables(), days | st.sampled_from(CHANGES))
def test_a_days_windows_are_half_open_in_order_and_apart(table: dict[str, Any], day: date):
    hours = Hours(table, WORKDAYS)
    windows = hours.windows(day)
    for window in windows:
        assert window.opens.timestamp() < window.closes.timestamp()
        assert hours.at(window.opens).open
        assert hours.at(window.closes - timedelta(microseconds=1)).open
    for earlier, later in pairwise(windows):
        assert earlier.closes.timestamp() <= later.opens.timestamp()
        if earlier.closes.timestamp() < later.opens.timestamp():
            assert not hours.at(earlier.closes).open


@pytest.mark.parametrize("hours", ALL, ids=["budaors", "soroksar", "community-house", "hut", "library", "town-hall"])
def test_every_day_of_seven_years_opens_and_closes_at_the_minutes_that_its_windows_say(hours: Hours):
    for number in range(FIRST.toordinal(), LAST.toordinal() + 1):
        for window in hours.windows(date.fromordinal(number)):
            assert hours.at(window.opens).open
            assert not hours.at(window.opens - timedelta(minutes=1)).open
            closed = hours.at(window.closes)
            assert not closed.open
            assert closed.next_opening is not None


def test_a_clock_change_neither_opens_nor_shuts_the_contact_centre():
    budaors = ALL[0]
    for day in CHANGES:
        for window in budaors.windows(day):
            assert (window.opens.hour, window.closes.hour) in {(7, 8), (16, 19)}
            assert (window.closes - window.opens) in {timedelta(hours=1), timedelta(hours=3)}
