"""Pages of a visit that is booked: what was booked, the calendar file, moving, cancelling, erasing, forgetting."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.appointments import actions, forms, queries
from app.appointments.actions import NotChangeableError, NotOfferedError, SlotTakenError
from app.appointments.calendar import calendar_file
from app.appointments.models import Booking, BookingState
from app.appointments.views import Page, chosen_since, error_at, gone_sentence, see
from app.appointments.views import blueprint as blueprint
from app.contacts import actions as contacts
from app.contacts import devices
from app.contacts.keys import normalised
from app.contacts.needs import VISIT_NEEDS
from app.core.i18n import gettext as _
from app.core.security import limiter
from app.core.site import absolute_url


def _failed(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.get("/kesz/<code>")
def done(code: str) -> Page:
    """Tell that the visit is booked, with code and secret."""
    booking = _known(code)
    if booking is None or booking.state == BookingState.CANCELLED:
        return see("find", kod=code)
    return _visit_page("appointments/done.html", booking)


@blueprint.get("/foglalasom")
def find() -> Response:
    """Send on to the one page where a lost visit is found again; this address stands on printed slips."""
    return redirect(url_for("tracking.find", azonosito=normalised(request.args.get("kod", "")) or None))


@blueprint.post("/foglalasom")
@limiter.limit("20 per hour", deduct_when=_failed)
@devices.limit_secret_guesses
def look_up() -> Page:
    """Open a visit by code and secret, for pages that version 0.2.0 has sent; ask again when the pair is wrong."""
    opened = contacts.open_elsewhere(request.form.get("code", ""), request.form.get("secret", ""), devices.until(False))
    if opened is None:
        return make_response(render_template("appointments/wrong-codes.html"), 422)
    there = redirect(url_for("tracking.show", public_id=opened.public_id), 303)
    return devices.remember(there, opened, False, choose=False)


@blueprint.get("/foglalasom/<code>")
def visit(code: str) -> Page:
    """Show a visit to whoever has shown its secret before."""
    booking = _known(code)
    return _visit_page("appointments/visit.html", booking) if booking else see("find", kod=code)


@blueprint.get("/foglalasom/<code>/idopont.ics")
def calendar(code: str) -> Page:
    """Give the visit as a calendar file."""
    booking = _known(code)
    if booking is None or booking.state == BookingState.CANCELLED:
        return see("find", kod=code)
    place = queries.bookable_place(booking.location) or abort(404)
    response = Response(calendar_file(booking, place, absolute_url("appointments.find")))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f'attachment; filename="idopont-{booking.code}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.route("/foglalasom/<code>/modositas", methods=["GET", "POST"])
def move(code: str) -> Page:
    """Ask for another time, and take it."""
    booking = _known(code)
    if booking is None or not queries.changeable(booking):
        return see("visit", code=code)
    if request.method != "POST":
        return _move_page(booking)
    moment = forms.read_moment(request.form.get("start", ""))
    if moment is None:
        return _move_page(booking, _("Choose a time from the list")), 422
    try:
        with suppress(NotChangeableError):
            actions.move(booking, queries.bookable_place(booking.location) or abort(404), moment)
    except (SlotTakenError, NotOfferedError) as error:
        kept = _("Your old time is kept.")
        return _move_page(booking, f"{gone_sentence(error)} {kept}"), 409
    return see("visit", code=code)


def _move_page(booking: Booking, error: str = "") -> str:
    place = queries.bookable_place(booking.location) or abort(404)
    return render_template(
        "appointments/move.html",
        booking=booking,
        place=place,
        choice=queries.slot_page(place, booking.needs, chosen_since(), besides=booking.id),
        chosen=lambda slot: slot.start == booking.starts_at,
        errors=error_at("start", error) if error else [],
    )


@blueprint.route("/foglalasom/<code>/lemondas", methods=["GET", "POST"])
def cancel(code: str) -> Page:
    """Ask whether to cancel, and do it."""
    booking = _known(code)
    if booking is None or not queries.changeable(booking):
        return see("visit", code=code)
    if request.method != "POST":
        return _visit_page("appointments/cancel.html", booking)
    # Begun in the meantime: the visit's own page says so.
    with suppress(NotChangeableError):
        actions.cancel(booking)
    return see("visit", code=code)


@blueprint.route("/foglalasom/<code>/torles", methods=["GET", "POST"])
def erase(code: str) -> Page:
    """Ask once whether to erase everything about a visit, and erase it."""
    booking = _known(code)
    if booking is None:
        return see("find", kod=code)
    if request.method != "POST":
        return _visit_page("appointments/erase.html", booking)
    contact = booking.contact
    actions.erase(booking)
    forms.forget_legacy(booking.code)
    page = make_response(render_template("appointments/erased.html", code=booking.code))
    return page if devices.access(contact.public_id) else devices.drop(page, contact.public_id)


@blueprint.post("/foglalasom/<code>/elfelejtes")
def forget(code: str) -> Page:
    """Make this browser's key to the visit's contact worthless; the visit itself stays."""
    booking = _known(code)
    if booking is None:
        return see("find", kod=code)
    forms.forget_legacy(booking.code)
    if access := devices.access(booking.contact.public_id):
        contacts.forget_device(access.contact.id, access.key.id)
    page = make_response(render_template("appointments/forgotten.html", code=booking.code))
    return devices.drop(page, booking.contact.public_id)


def _known(code: str) -> Booking | None:
    """Return the visit that this browser may see: by its device key, or by what version 0.2.0 left in it."""
    code = normalised(code)
    if booking := queries.held(devices.holder(), code):
        return booking
    secret = forms.legacy_secret(code)
    return queries.by_code(code, secret) if secret else None


def _visit_page(template: str, booking: Booking) -> str:
    place = queries.bookable_place(booking.location) or abort(404)
    return render_template(
        template,
        booking=booking,
        place=place,
        desk=next((desk for desk in place.desks if desk.number == booking.desk), None),
        secret=devices.secret_of(booking.contact) or forms.legacy_secret(booking.code),
        reference=_reference(booking),
        changeable=queries.changeable(booking),
        needs=VISIT_NEEDS,
    )


def _reference(booking: Booking) -> str:
    """Return the name that goes with the secret which this browser knows."""
    access = devices.access(booking.contact.public_id)
    return booking.contact.reference if access and access.only is None else booking.code
