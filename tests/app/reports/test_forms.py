"""Opening hours on one line, as a supervisor writes them."""

from __future__ import annotations

import pytest

from app.reports.forms import reasons
from app.reports.opening_hours_parser import parse_windows
from tests.support.languages import LANGUAGES


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9.00–12.00 és 13.00–15.00", [("09:00", "12:00"), ("13:00", "15:00")]),
        ("9:00 - 12:00, 13:00 - 15:00", [("09:00", "12:00"), ("13:00", "15:00")]),
        ("9-12", [("09:00", "12:00")]),
        ("7.30—8.15 Uhr und 20 bis 24 Uhr", [("07:30", "08:15"), ("20:00", "24:00")]),
        ("10 to 11 and 12 to 13", [("10:00", "11:00"), ("12:00", "13:00")]),
    ],
)
def test_hours_are_understood_however_they_are_written(written: str, meant: list[tuple[str, str]]):
    assert parse_windows(written) == meant


@pytest.mark.parametrize("written", ["", "délelőtt", "9.00", "9.00–", "9.00–25.00", "9.60–10.00", "24.01-24.02",
                                     "9.00–12.00 kivéve 10.00–11.00", "2026-11-24"])  # fmt: skip
def test_what_is_no_hours_is_not_guessed(written: str):
    assert parse_windows(written) is None


@pytest.mark.usefixtures("app")
def test_every_usual_reason_is_said_in_four_languages():
    assert reasons()
    for said in reasons().values():
        assert set(said) == set(LANGUAGES)
