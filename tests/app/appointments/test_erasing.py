"""Visits are erased: by whoever holds the code at once, and by themselves some time after."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.appointments import actions
from app.appointments.models import Booking, BookingSlot
from app.core import clock as the_clock
from app.core.db import session
from tests.app.appointments.test_views import path, to_check
from tests.app.tracking.conftest import begun
from tests.support.browse import Browse, Page


def left() -> tuple[int, int]:
    return tuple(session().scalar(select(func.count()).select_from(table)) for table in (Booking, BookingSlot))


def visit(browse: Browse) -> Page:
    done = browse.submit(to_check(browse))
    return browse.get(f"/hu/idopont/foglalasom/{path(done).rsplit('/', 1)[1]}")


def test_who_holds_the_code_erases_a_visit_at_once(app: Flask, browse: Browse):
    page = visit(browse)
    ask = browse.get(page.link("Mindent törlök erről az időpontról"))
    assert left()[0] == 1
    done = browse.submit(ask)
    assert done.heading == "Az időpontot töröltük"
    assert left() == (0, 0)
    assert browse.get(path(page)).heading == "Hol tart a megkeresésem?"


def test_a_visit_that_is_over_is_erased_too(app: Flask, browse: Browse, clock):
    page = visit(browse)
    clock.travel("2026-11-27T10:00")
    assert browse.submit(browse.get(f"{path(page)}/torles")).heading == "Az időpontot töröltük"
    assert left() == (0, 0)


def test_who_does_not_hold_it_erases_nothing(app: Flask, browse: Browse):
    page = visit(browse)
    stranger = Browse(app.test_client())
    assert path(stranger.get(f"{path(page)}/torles")) == "/hu/kovetes"
    assert left()[0] == 1


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_visit_is_erased_thirty_days_after(app: Flask, browse: Browse, clock, cancelled: bool):
    visit(browse)
    over = "2026-12-26T16:"
    if cancelled:
        actions.cancel(session().scalars(select(Booking)).one())
        over = "2026-12-24T16:"
    clock.travel(f"{over}04")
    assert actions.erase_old(now())["visits"] == 0
    clock.travel(f"{over}35")
    assert actions.erase_old(now())["visits"] == 1
    assert left() == (0, 0)


def now() -> datetime:
    return the_clock.now()


def test_a_visit_goes_on_with_a_conversation_by_its_reference_alone(browse: Browse, staff):
    contact = begun(body="Kovács Ilona vagyok, elköltöztem")
    page = contact.found_by(browse)
    page = browse.get(page.link("Időpontot foglalok erről"))
    spoken = f"{contact.opened.reference[:3]} {contact.opened.reference[3:]}"
    assert spoken in page.words
    page = browse.submit(page, {"place": "telekucko"})
    page = browse.submit(browse.submit(page, {"service": "forms"}), {"needs": []})
    page = browse.submit(browse.submit(page, {"start": "2026-11-26T16:00:00+01:00"}), {"name": ""})
    page = browse.submit(page)
    assert session().scalars(select(Booking)).one().goes_on_with == contact.opened.reference
    assert spoken in page.words
    desk = staff("helper").get("/staff/appointments?hely=telekucko&nap=2026-11-26")
    assert spoken in desk.words
    assert "elköltöztem" not in desk.words
