"""Hears of people's desks: whichever staff page one opens, one is still at work."""

from __future__ import annotations

from flask import Blueprint, request

from app.accounts.access import current_staff
from app.presence import actions, queries

blueprint = Blueprint("presence", __name__)


@blueprint.before_app_request
def heard() -> None:
    """Note that who has arrived works at a staff page; a page's script says so from then on, more exactly."""
    if not request.path.startswith("/staff/"):
        return
    staff = current_staff()
    if staff is None or not queries.arrived(staff.id):
        return
    # A script asks for itself and asks again; who reads a page without script is not heard of before the next one.
    if request.headers.get("Sec-Fetch-Dest", "document") == "document":
        actions.opened_page(staff)
    else:
        actions.seen(staff)


def at_work() -> bool:
    """Say whether who is signed in has arrived: their pages then say that they are open."""
    staff = current_staff()
    return staff is not None and queries.of(staff.id) is not None
