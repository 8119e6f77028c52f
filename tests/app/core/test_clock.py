"""How moments are written for programs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.core import clock


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 24, 15, 5, tzinfo=UTC), "2026-11-24T16:05:00+01:00"),
        (datetime(2026, 7, 1, 7, 5, tzinfo=UTC), "2026-07-01T09:05:00+02:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
    ],
)
def test_moments_carry_budapests_offset(moment: datetime, written: str):
    assert clock.iso(moment) == written
