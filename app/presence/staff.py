"""Take each request to a staff page as a heartbeat of the person who is signed in."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, g, request

from app.accounts.access import current_staff
from app.core import clock
from app.presence import actions, queries

# Requests within this time of the last write store nothing.
HEARD_EVERY = timedelta(seconds=20)

blueprint = Blueprint("presence", __name__)


@blueprint.before_app_request
def record_activity() -> None:
    """Store a heartbeat for a person who has arrived and opens a staff page."""
    if not request.path.startswith("/staff/"):
        return
    staff = current_staff()
    seen_at = queries.seen_at(staff.id) if staff else None
    g.at_work = seen_at is not None
    if staff is None or seen_at is None:
        return
    # A script sends more requests; a page without script is silent until the next one is opened.
    reading = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    until = clock.now() + (queries.PAGE_READ - queries.LAPSES_AFTER if reading else timedelta())
    if not until - HEARD_EVERY < seen_at <= until:
        (actions.record_page_opened if reading else actions.record_heartbeat)(staff)


def at_work() -> bool:
    """Return whether the signed-in person has arrived; their pages then send heartbeats."""
    return bool(g.get("at_work", False))
