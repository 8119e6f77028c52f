"""The line of the day, as numbers."""

from __future__ import annotations

from datetime import datetime

from app.core.clock import BUDAPEST
from app.home.day_timeline import WIDTH, day_timeline
from app.locations.hours import Window


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24T{time}").replace(tzinfo=BUDAPEST)


def window(opens: str, closes: str) -> Window:
    return Window(at(opens), at(closes))


def test_the_line_runs_from_six_to_eight_in_the_evening():
    line = day_timeline([window("06:00", "13:00")], at("20:00"))
    assert line.open_path == "M0 0H160"
    assert line.now == WIDTH


def test_several_windows_are_drawn_separately_with_labels():
    line = day_timeline([window("07:00", "08:00"), window("16:00", "19:00")], at("16:05"))
    assert line.open_path == "M22.9 0H45.7M228.6 0H297.1"
    assert [mark.text for mark in line.marks] == ["7–8", "16–19"]
    assert line.now == 230.5


def test_a_time_that_is_not_on_the_hour_is_written_with_its_minutes():
    assert day_timeline([window("08:30", "12:00")], at("09:00")).marks[0].text == "8.30–12"


def test_the_line_is_extended_to_include_the_current_time():
    for moment in ("03:00", "23:30"):
        assert 0 <= day_timeline([], at(moment)).now <= WIDTH
    assert day_timeline([], at("03:00")).now == 0


def test_a_day_without_hours_has_no_open_part():
    line = day_timeline([], at("12:00"))
    assert (line.open_path, line.marks) == ("", ())
