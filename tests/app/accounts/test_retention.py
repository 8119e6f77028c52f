"""Sessions are erased some time after their end; nobody who is at work is signed out."""

from __future__ import annotations

from sqlalchemy import func, select

from app.accounts import actions
from app.accounts.models import StaffSession
from app.core import clock as the_clock
from app.core.db import session


def sessions() -> int:
    return session().scalar(select(func.count()).select_from(StaffSession))


def test_a_session_is_erased_a_month_after_its_end(staff, clock):
    staff("operator")
    clock.travel("2026-12-24T16:00")
    assert actions.erase_old(the_clock.now())["sessions"] == 0
    clock.travel("2026-12-26T16:00")
    assert actions.erase_old(the_clock.now())["sessions"] == 1
    assert sessions() == 0


def test_who_is_at_work_stays_signed_in(staff):
    desk = staff("operator")
    actions.erase_old(the_clock.now())
    desk.get("/staff/asztal")
    assert sessions() == 1
