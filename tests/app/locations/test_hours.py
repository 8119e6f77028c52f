"""The hours engine: the content's own examples, the rules for moved days, both clock changes, laws over years."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clock import BUDAPEST
from app.locations.hours import Hours, InvalidHoursError, Window, moment_of
from app.locations.workdays import WEEKDAYS, Workdays

CONTENT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[3] / "content" / "hours.yaml").read_text(encoding="utf-8")
)
PLACES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[3] / "content" / "locations.yaml").read_text(encoding="utf-8")
)["locations"]
WORKDAYS = Workdays(CONTENT["public_holidays"]["days"], CONTENT["moved_working_days"])
BUDAORS = Hours(CONTENT["profiles"]["budaors"], WORKDAYS)
SOROKSAR = Hours(CONTENT["profiles"]["soroksar"], WORKDAYS)
ALL = [BUDAORS, SOROKSAR, *(Hours(place["hours"], WORKDAYS) for place in PLACES)]

moments = st.datetimes(datetime(2019, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
timetables = st.sampled_from(ALL)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BUDAPEST)


def weekly(**days: list[tuple[str, str]]) -> dict[str, Any]:
    return {"weekly": {day: [{"from": start, "to": end} for start, end in spans] for day, spans in days.items()}}


@pytest.mark.parametrize("example", CONTENT["examples"], ids=lambda e: f"{e['profile']} {e['at']} {e.get('rule', '')}")
def test_every_example_of_the_content_folder_holds(example: dict[str, Any]) -> None:
    hours = Hours(CONTENT["profiles"][example["profile"]], WORKDAYS, rule=example.get("rule"))
    at = local(example["at"])
    state = hours.at(at)
    assert state.open is example["open"]
    if state.open:
        assert state.closes_at is not None
        assert f"{state.closes_at:%H:%M}" == example["until"]
    else:
        assert state.closes_at is None
        assert state.next_opening == local(example["next_open"])


@pytest.mark.parametrize("name", ["budaors", "soroksar"])
def test_a_profile_is_open_as_many_hours_a_week_as_it_says(name: str) -> None:
    monday = local("2026-11-16T00:00")
    windows = Hours(CONTENT["profiles"][name], WORKDAYS).open_windows(monday, monday + timedelta(days=7))
    total = sum((window.closes - window.opens for window in windows), timedelta())
    assert total == timedelta(hours=CONTENT["profiles"][name]["weekly_hours_total"])


def test_a_fixed_weekday_rules_a_moved_working_day() -> None:
    windows = Hours(CONTENT["profiles"]["budaors"], WORKDAYS, rule="fixed-weekday").windows(date(2024, 12, 7))
    assert windows == (Window(local("2024-12-07T07:00"), local("2024-12-07T08:00")),)


def test_a_morning_only_day_ends_at_noon_even_where_the_weekday_does_not() -> None:
    table = weekly(tue=[("10:00", "19:00")]) | {"moved_working_day": {"rule": "morning-only"}}
    assert Hours(table, WORKDAYS).windows(date(2024, 12, 7)) == (
        Window(local("2024-12-07T10:00"), local("2024-12-07T12:00")),
    )


def test_a_place_without_a_rule_keeps_its_saturday_on_a_moved_working_day_and_rests_on_the_rest_day() -> None:
    library = Hours(next(p for p in PLACES if p["slug"] == "varosi-konyvtar")["hours"], WORKDAYS)
    assert [w.opens.hour for w in library.windows(date(2026, 12, 12))] == [9]
    assert library.windows(date(2026, 12, 24)) == ()
    reason = library.reason(date(2026, 12, 24))
    assert reason is not None
    assert (reason.kind, reason.other) == ("rest-day", date(2026, 12, 12))


def test_a_holiday_says_its_name() -> None:
    reason = BUDAORS.at(local("2026-10-23T07:30")).reason
    assert reason is not None
    assert reason.kind == "holiday"
    assert reason.names == {"hu": "Nemzeti ünnep", "en": "National holiday", "de": "Nationalfeiertag"}


def test_years_that_the_content_does_not_list_come_from_the_library_with_the_towns_names() -> None:
    assert WORKDAYS.holiday(date(2030, 4, 22)) == {"hu": "Húsvéthétfő", "en": "Easter Monday", "de": "Ostermontag"}
    assert WORKDAYS.worked_on(date(2022, 3, 14)) == date(2022, 3, 26)
    assert WORKDAYS.replaces(date(2022, 3, 26)) == date(2022, 3, 14)
    assert BUDAORS.windows(date(2030, 4, 22)) == ()


def test_the_listed_years_and_the_library_agree_on_every_holiday() -> None:
    listed = {date.fromisoformat(row["date"]) for row in CONTENT["public_holidays"]["days"]}
    library = Workdays([], [])
    assert listed == {day for day, _ in library.holidays_between(date(2024, 1, 1), date(2027, 12, 31))}


def test_moved_days_of_a_span_are_found_from_either_end() -> None:
    pair = (date(2026, 12, 12), date(2026, 12, 24))
    assert WORKDAYS.moved_between(date(2026, 12, 12), date(2026, 12, 12)) == [pair]
    assert WORKDAYS.moved_between(date(2026, 12, 24), date(2026, 12, 31)) == [pair]
    assert WORKDAYS.moved_between(date(2026, 12, 13), date(2026, 12, 23)) == []


def test_a_dated_exception_wins_over_the_week_and_over_a_holiday_and_says_why() -> None:
    why = {"hu": "Leltár", "en": "Stocktaking"}
    table = CONTENT["profiles"]["budaors"] | {
        "exceptions": [
            {"date": "2026-11-24", "windows": [], "reason": why},
            {"date": "2026-10-23", "windows": [{"from": "09:00", "to": "10:00"}], "reason": {"hu": "Ügyelet"}},
            {"first": "2026-12-28", "last": "2026-12-31", "reason": {"hu": "Téli szünet"}},
        ]
    }
    hours = Hours(table, WORKDAYS)
    closed = hours.at(local("2026-11-24T07:30"))
    assert not closed.open
    assert closed.reason is not None
    assert (closed.reason.kind, closed.reason.names) == ("exception", why)
    assert closed.next_opening == local("2026-11-25T07:00")
    assert hours.at(local("2026-10-23T09:30")).open
    assert hours.at(local("2026-12-27T12:00")).next_opening == local("2027-01-04T07:00")


def test_a_change_of_the_week_holds_from_its_day_on_and_the_past_stays_as_it_was() -> None:
    table = weekly(mon=[("07:00", "08:00")]) | {
        "changes": [{"valid_from": "2027-01-04", "weekly": weekly(mon=[("09:00", "11:00")])["weekly"]}]
    }
    hours = Hours(table, WORKDAYS)
    assert [w.opens.hour for w in hours.windows(date(2026, 12, 28))] == [7]
    assert [w.opens.hour for w in hours.windows(date(2027, 1, 4))] == [9]


def test_booked_days_are_marked_whole_or_from_the_afternoon() -> None:
    tuesday = date(2026, 11, 24)
    assert [w.by_appointment for w in SOROKSAR.windows(tuesday)] == [True, True]
    assert SOROKSAR.at(local("2026-11-24T09:00")).by_appointment
    assert not SOROKSAR.at(local("2026-11-25T09:00")).by_appointment
    profile = CONTENT["profiles"]["soroksar"]
    afternoon = Hours(profile | {"booking": profile["booking"] | {"booked_scope": "afternoon"}}, WORKDAYS)
    assert [w.by_appointment for w in afternoon.windows(tuesday)] == [False, True]
    walk_in = Hours(profile | {"booking": profile["booking"] | {"walk_in_on_booked_days": True}}, WORKDAYS)
    assert [w.by_appointment for w in walk_in.windows(tuesday)] == [False, False]


def test_adjacent_windows_count_as_one_even_over_midnight() -> None:
    hours = Hours(weekly(tue=[("20:00", "22:00"), ("22:00", "24:00")], wed=[("00:00", "02:00")]), WORKDAYS)
    state = hours.at(local("2026-11-24T21:00"))
    assert state.closes_at == local("2026-11-25T02:00")
    assert state.next_opening == local("2026-12-01T20:00")


def test_hours_that_never_open_say_no_next_opening() -> None:
    state = Hours(weekly(), WORKDAYS).at(local("2026-11-24T12:00"))
    assert (state.open, state.next_opening) == (False, None)


def test_hours_around_the_clock_have_a_limited_closing_time() -> None:
    always = {"weekly": {day: [{"from": "00:00", "to": "24:00"}] for day in WEEKDAYS}}
    assert Hours(always | {"closed_on_public_holidays": False}, WORKDAYS).at(local("2026-11-24T12:00")).open


def test_a_time_skipped_by_the_clock_is_the_moment_after_the_skip() -> None:
    assert moment_of(date(2026, 3, 29), 150).astimezone(UTC) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    hours = Hours(weekly(sun=[("01:00", "02:30")]), WORKDAYS)
    (window,) = hours.windows(date(2027, 4, 4))
    assert window.closes - window.opens == timedelta(minutes=90)
    (window,) = Hours(weekly(sun=[("01:00", "02:30")]) | {"closed_on_public_holidays": False}, WORKDAYS).windows(
        date(2026, 3, 29)
    )
    assert window.closes.astimezone(UTC) - window.opens.astimezone(UTC) == timedelta(minutes=60)


def test_a_window_within_the_skipped_hour_does_not_open() -> None:
    assert Hours(weekly(sun=[("02:10", "02:50")]), WORKDAYS).windows(date(2026, 3, 29)) == ()


def test_in_the_repeated_hour_a_window_opens_first_and_closes_last() -> None:
    (window,) = Hours(weekly(sun=[("02:00", "02:30")]), WORKDAYS).windows(date(2026, 10, 25))
    assert window.opens.astimezone(UTC) == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert window.closes.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_the_repeated_hour_is_open_both_times() -> None:
    hours = Hours(weekly(sun=[("01:00", "04:00")]), WORKDAYS)
    for minute in range(0, 240, 10):
        at = datetime(2026, 10, 24, 23, 0, tzinfo=UTC) + timedelta(minutes=minute)
        state = hours.at(at)
        assert state.open
        assert state.closes_at is not None
        assert state.closes_at.astimezone(UTC) == datetime(2026, 10, 25, 3, 0, tzinfo=UTC)


def test_two_windows_in_the_repeated_hour_become_one() -> None:
    hours = Hours(weekly(sun=[("01:00", "02:15"), ("02:45", "04:00")]), WORKDAYS)
    end = datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
    for minute in range(0, 240, 5):
        at = datetime(2026, 10, 24, 23, 0, tzinfo=UTC) + timedelta(minutes=minute)
        closes_at = hours.at(at).closes_at
        assert closes_at is not None
        assert closes_at.astimezone(UTC) == end
    first, second = hours.windows(date(2026, 10, 25))
    assert first.closes.timestamp() == second.opens.timestamp()
    spent = [w.closes.timestamp() - w.opens.timestamp() for w in hours.open_windows(local("2026-10-24T12:00"), end)]
    assert sum(spent) == 4 * 3600


def test_open_time_is_clipped_at_moments_in_the_repeated_hour() -> None:
    hours = Hours(weekly(sun=[("01:00", "04:00")]), WORKDAYS)
    start, end = datetime(2026, 10, 25, 0, 40, tzinfo=UTC), datetime(2026, 10, 25, 1, 20, tzinfo=UTC)
    (window,) = hours.open_windows(start, end)
    assert (window.opens.astimezone(UTC), window.closes.astimezone(UTC)) == (start, end)
    # On the wall the second 2.10 is before the first 2.30, and the first 2.40 after the second 2.15.
    late = Hours(weekly(sun=[("02:30", "04:00")]), WORKDAYS)
    (window,) = late.open_windows(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), datetime(2026, 10, 25, 2, 0, tzinfo=UTC))
    assert window.opens.astimezone(UTC) == datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    early = Hours(weekly(sun=[("01:00", "02:15")]), WORKDAYS)
    (window,) = early.open_windows(datetime(2026, 10, 25, 0, 0, tzinfo=UTC), end - timedelta(minutes=40))
    assert window.closes.astimezone(UTC) == datetime(2026, 10, 25, 0, 40, tzinfo=UTC)


def test_a_window_covered_by_another_in_the_repeated_hour_is_dropped() -> None:
    hours = Hours(weekly(sun=[("02:00", "02:50"), ("02:50", "02:55"), ("03:30", "04:00")]), WORKDAYS)
    assert [f"{w.opens.astimezone(UTC):%H:%M}-{w.closes.astimezone(UTC):%H:%M}" for w in hours.windows(
        date(2026, 10, 25)
    )] == ["00:00-01:50", "01:50-01:55", "02:30-03:00"]  # fmt: skip


def test_a_closed_state_knows_whether_the_next_opening_is_for_booked_visits_only() -> None:
    assert SOROKSAR.at(local("2026-11-23T18:00")).next_by_appointment
    assert not SOROKSAR.at(local("2026-11-24T18:00")).next_by_appointment


def test_dates_that_the_content_folder_writes_without_quotation_marks_are_dates_too() -> None:
    table = weekly(mon=[("7", "8:00")]) | {
        "changes": [{"valid_from": date(2027, 1, 4), "weekly": weekly(mon=[("09:00", "11:00")])["weekly"]}],
        "exceptions": [{"date": date(2026, 11, 30), "windows": []}],
    }
    hours = Hours(table, Workdays([{"date": date(2026, 12, 7), "hu": "Ünnep"}], []))
    opened = [bool(hours.windows(date(2026, 11, 23) + timedelta(days=7 * week))) for week in range(4)]
    assert opened == [True, False, False, True]
    assert [w.opens.hour for w in hours.windows(date(2027, 1, 11))] == [9]


@pytest.mark.parametrize(
    "table",
    [
        weekly(mon=[("09:00", "08:00")]),
        weekly(mon=[("09:00", "09:75")]),
        weekly(mon=[("09:-5", "10:00")]),
        weekly() | {"exceptions": [{"first": "2026-12-31", "last": "2026-12-01"}]},
        weekly(mon=[("09:00", "09:00")]),
        weekly(mon=[("09:00", "11:00"), ("10:00", "12:00")]),
        weekly(mon=[("09:00", "25:00")]),
        weekly(hetfo=[("09:00", "10:00")]),
        weekly() | {"moved_working_day": {"rule": "sometimes"}},
    ],
)
def test_impossible_hours_are_refused(table: dict[str, Any]) -> None:
    with pytest.raises(InvalidHoursError):
        Hours(table, WORKDAYS)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        BUDAORS.at(datetime(2026, 11, 24, 12, 0))  # noqa: DTZ001


@settings(max_examples=400, deadline=None)
@given(timetables, moments)
def test_open_means_inside_exactly_one_window_of_the_day(hours: Hours, at: datetime) -> None:
    day = at.astimezone(BUDAPEST).date()
    inside = [w for w in hours.windows(day) if w.opens.timestamp() <= at.timestamp() < w.closes.timestamp()]
    assert hours.at(at).open is (len(inside) == 1)


@settings(max_examples=400, deadline=None)
@given(timetables, moments)
def test_it_is_shut_at_closing_and_open_at_the_next_opening_and_shut_all_the_time_between(
    hours: Hours, at: datetime
) -> None:
    state = hours.at(at)
    if state.closes_at:
        assert state.closes_at.timestamp() > at.timestamp()
        assert not hours.at(state.closes_at).open
        assert hours.at(state.closes_at - timedelta(seconds=1)).open
    assert state.next_opening is not None
    assert state.next_opening.timestamp() > (state.closes_at or at).timestamp()
    assert hours.at(state.next_opening).open
    shut_from = state.closes_at or at
    assert list(hours.open_windows(shut_from, state.next_opening)) == []


@settings(max_examples=300, deadline=None)
@given(timetables, moments, st.integers(min_value=0, max_value=60 * 24 * 20))
def test_open_windows_lie_in_order_inside_the_span_and_agree_with_the_state(
    hours: Hours, start: datetime, minutes: int
) -> None:
    end = start + timedelta(minutes=minutes)
    last = start.timestamp()
    for window in hours.open_windows(start, end):
        assert last <= window.opens.timestamp() < window.closes.timestamp() <= end.timestamp()
        assert hours.at(window.opens).open
        assert hours.at(window.closes - timedelta(microseconds=1)).open
        last = window.closes.timestamp()


@settings(max_examples=300, deadline=None)
@given(timetables, st.dates(date(2019, 1, 1), date(2032, 12, 31)))
def test_no_day_that_is_a_holiday_or_a_moved_rest_day_is_open(hours: Hours, day: date) -> None:
    if WORKDAYS.holiday(day) or WORKDAYS.worked_on(day):
        assert hours.windows(day) == ()
        reason = hours.reason(day)
        assert reason is not None
        assert reason.kind in {"holiday", "rest-day"}


@settings(max_examples=300, deadline=None)
@given(st.dates(date(2019, 1, 1), date(2032, 12, 31)), st.integers(0, 24 * 60))
def test_the_wall_clock_shows_the_requested_time_unless_it_is_skipped(day: date, minute: int) -> None:
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    for last in (False, True):
        shown = moment_of(day, minute, last=last).astimezone(UTC).astimezone(BUDAPEST).replace(tzinfo=None)
        assert shown == wall or (shown > wall and shown - wall <= timedelta(hours=1) and shown.hour == 3)
