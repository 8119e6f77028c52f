"""The visits of a day at one place, for the staff who receive them. Citizens' names are shown only here."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import require_role
from app.appointments import queries
from app.contacts.needs import VISIT_NEEDS
from app.core import clock

blueprint = Blueprint("appointments_staff", __name__, url_prefix="/appointments")


@blueprint.get("")
@require_role("helper", "operator", "supervisor")
def day() -> ResponseReturnValue:
    """Show a place's visits of one day; today at the first place unless asked otherwise."""
    places = queries.bookable_places()
    place = queries.bookable_place(request.args.get("hely", "")) or places[0]
    shown = _date(request.args.get("nap", ""))
    return render_template(
        "appointments/day.html",
        places=places,
        place=place,
        day=shown,
        before=shown - timedelta(days=1),
        after=shown + timedelta(days=1),
        windows=place.hours.windows(shown),
        reason=place.hours.reason(shown),
        desks={desk.number: desk.label for desk in place.desks},
        bookings=queries.day_list(place.slug, shown),
        needs=VISIT_NEEDS,
    )


def _date(given: str) -> date:
    # One before the last day that a calendar knows, so that the day before and the day after exist.
    try:
        return min(max(date.fromisoformat(given), date.min + timedelta(days=1)), date.max - timedelta(days=1))
    except ValueError:
        return clock.today()
