"""Hears of people's desks: whichever staff page one opens, one is still at work."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, g, request

from app.accounts.access import current_staff
from app.core import clock
from app.presence import actions, queries

# A desk that fetches its lists several times within so long is written down once.
HEARD_EVERY = timedelta(seconds=20)

blueprint = Blueprint("presence", __name__)


@blueprint.before_app_request
def heard() -> None:
    """Note that who has arrived works at a staff page; a page's script says so from then on, more exactly."""
    if not request.path.startswith("/staff/"):
        return
    staff = current_staff()
    seen_at = queries.seen_at(staff.id) if staff else None
    g.at_work = seen_at is not None
    if staff is None or seen_at is None:
        return
    # A script asks for itself and asks again; who reads a page without script is not heard of before the next one.
    reading = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    until = clock.now() + (queries.PAGE_READ - queries.LAPSES_AFTER if reading else timedelta())
    if not until - HEARD_EVERY < seen_at <= until:
        (actions.opened_page if reading else actions.seen)(staff)


def at_work() -> bool:
    """Say whether who is signed in has arrived: their pages then say that they are open."""
    return bool(g.get("at_work", False))
