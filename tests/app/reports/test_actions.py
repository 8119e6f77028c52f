"""How many are there is counted when it changes, and no name is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Staff
from app.accounts.queries import StaffIdentity
from app.core import clock as the_clock
from app.core.db import session, transaction
from app.presence import actions as presence
from app.reports import actions
from app.reports.models import StaffingSample

pytestmark = pytest.mark.usefixtures("app")


def colleague(name: str, role: str = "operator") -> StaffIdentity:
    now = the_clock.now()
    with transaction() as current:
        row = Staff(name=name, role=role, created_at=now)
        current.add(row)
    return StaffIdentity(row.id, name, role, False, 0, now)


def counts() -> list[tuple[int, int]]:
    rows = session().execute(select(StaffingSample.here, StaffingSample.paused).order_by(StaffingSample.id))
    return [(row.here, row.paused) for row in rows]


def test_coming_pausing_and_going_are_counted_without_names():
    anna, bela = colleague("Anna"), colleague("Béla", "supervisor")
    presence.arrive(anna)
    presence.arrive(bela)
    presence.pause(anna, "break")
    presence.leave(anna)
    assert counts() == [(1, 0), (2, 0), (1, 1), (1, 0)]
    assert {column.name for column in StaffingSample.__table__.columns} == {"id", "at", "here", "paused"}


def test_what_changes_no_count_is_not_written_again():
    anna = colleague("Anna")
    presence.arrive(anna)
    presence.arrive(anna, limit=3)
    assert counts() == [(1, 0)]


def test_editors_and_helpers_do_not_answer_citizens_and_are_not_counted():
    presence.arrive(colleague("Cili", "editor"))
    assert counts() in ([], [(0, 0)])


def test_a_desk_that_is_not_heard_of_is_counted_as_gone(clock):
    presence.arrive(colleague("Anna"))
    clock.travel("2026-11-24T16:30")
    presence.remove_silent()
    assert counts()[-1] == (0, 0)


def test_old_counts_are_erased(clock):
    presence.arrive(colleague("Anna"))
    assert actions.erase_old(the_clock.now() + actions.KEPT)["staffing"] == 0
    assert actions.erase_old(the_clock.now() + actions.KEPT + timedelta(seconds=1))["staffing"] == 1
    assert counts() == []
