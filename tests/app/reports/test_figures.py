"""How many measurements become one figure."""

from __future__ import annotations

import statistics
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import BUDAPEST
from app.reports import figures
from app.reports.figures import ConversationRecord, HourlyStaffing, StaffingChange

numbers = st.lists(st.floats(0, 10_000, allow_nan=False), min_size=1, max_size=60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=BUDAPEST)


def conversation(**changes) -> ConversationRecord:
    usual = {
        "channel": "chat", "language": "hu", "opened_at": at("24T16:00"), "taken_at": None, "replied_at": None,
        "ended_at": None, "topic": None, "outcome": None, "in_hours": True,
    }  # fmt: skip
    return ConversationRecord(**{**usual, **changes})


@given(numbers)
def test_the_median_is_the_one_that_everybody_knows(values: list[float]):
    assert figures.median(values) == pytest.approx(statistics.median(values))


@given(numbers, st.integers(1, 100))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed_and_the_smallest_such(values: list[float], share: int):
    found = figures.percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= share * len(values)
    assert sum(value < found for value in values) * 100 < share * len(values)


def test_of_nothing_nothing_is_said():
    assert figures.median([]) is None
    assert figures.percentile([], 90) is None
    assert figures.share(0, 0) is None


@pytest.mark.parametrize(("part", "whole", "said"), [(1, 3, 33), (2, 3, 67), (1, 200, 1), (0, 7, 0), (7, 7, 100)])
def test_a_share_is_rounded_half_up(part: int, whole: int, said: int):
    assert figures.share(part, whole) == said


def test_values_are_counted_up_to_and_with_their_limit():
    assert figures.histogram([0, 1, 1.01, 3, 30, 31], (1, 3, 30)) == [2, 2, 1, 1]


def test_a_chat_waits_for_the_first_words_and_a_call_back_until_somebody_takes_it():
    answered = {"taken_at": at("24T16:02"), "replied_at": at("24T16:05"), "ended_at": at("24T16:12")}
    assert conversation(**answered).wait == 5
    assert conversation(**answered, channel="callback").wait == 2
    assert conversation(taken_at=at("24T16:02")).wait is None
    assert conversation(**answered).handling == 10
    assert conversation(taken_at=at("24T16:02")).handling is None


def test_the_hour_of_a_conversation_is_budapests():
    assert conversation(opened_at=datetime.fromisoformat("2026-07-01T14:30+00:00")).hour == 16
    assert conversation(opened_at=datetime.fromisoformat("2026-11-24T14:30+00:00")).hour == 15


def test_a_moment_is_inside_from_the_opening_on_until_before_the_closing():
    inside = figures.window_test([(at("24T07:00"), at("24T08:00")), (at("24T16:00"), at("24T19:00"))])
    asked = ["24T06:59:59", "24T07:00", "24T07:59:59", "24T08:00", "24T16:00", "24T19:00"]
    assert [inside(at(moment)) for moment in asked] == [False, True, True, False, True, False]
    assert not figures.window_test([])(at("24T12:00"))


def test_who_was_there_is_weighed_by_time_and_only_while_it_was_open():
    samples = [
        StaffingChange(at("24T15:00"), 1), StaffingChange(at("24T16:30"), 3), StaffingChange(at("24T17:00"), 0),
        StaffingChange(at("24T17:15"), 1), StaffingChange(at("24T21:00"), 0),
    ]  # fmt: skip
    windows = [(at("24T16:00"), at("24T18:00"))]
    assert figures.staffing_by_hour(samples, windows, at("24T23:00")) == [
        HourlyStaffing(16, 2.0, 0.0),
        HourlyStaffing(17, 0.75, 25.0),
    ]


def test_what_is_not_over_counts_until_now_and_what_was_before_the_first_sample_is_not_known():
    windows = [(at("24T16:00"), at("24T19:00"))]
    assert figures.staffing_by_hour([StaffingChange(at("24T16:30"), 2)], windows, at("24T16:45")) == [
        HourlyStaffing(16, 2.0, 0.0)
    ]
    assert figures.staffing_by_hour([], windows, at("24T18:00")) == []


def test_an_hour_that_comes_twice_is_counted_twice():
    start = datetime(2026, 10, 25, 0, 0, tzinfo=BUDAPEST)
    end = start + timedelta(days=1)
    found = figures.staffing_by_hour([StaffingChange(start, 1)], [(start, end)], end)
    assert [one.hour for one in found] == list(range(24))
    assert {one.average for one in found} == {1.0}
