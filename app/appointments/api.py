"""Public interface: free slots; book, read, move and cancel a visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request

from app.appointments import actions, queries, schemas
from app.appointments.actions import NotChangeableError, NotOfferedError, SlotTakenError, TokenReusedError
from app.appointments.models import Booking
from app.appointments.visitor import Visitor
from app.contacts.keys import normalised
from app.core import clock
from app.core.api import Bearer, operation
from app.core.guess_limits import limit_guesses
from app.core.idempotency import HEADER, KEY_REUSED
from app.core.problems import INVALID_REQUEST, TOO_MANY_REQUESTS, ProblemError, ProblemType
from app.core.security import limiter, new_token
from app.core.site import absolute_url

blueprint = Blueprint("appointments_api", __name__)

# Other offices book for many people through one address; a machine that empties the calendar is still stopped.
BOOKINGS_PER_ADDRESS = "3000 per hour"
GUESSES = "30 per hour"
DAYS_AT_ONCE = 62
TOKEN_MAX = 255
PRIVATE = "private, no-store"

INVALID_KEY = ProblemType(400, "invalid-key", "Invalid Idempotency-Key", "It may have at most 255 characters.")
SECRET_NEEDED = ProblemType(401, "secret-needed", "Secret needed", "Send the secret: Authorization: Bearer <secret>.")
UNKNOWN_LOCATION = ProblemType(404, "unknown-location", "Unknown location", "No place of this name takes bookings.")
# An unknown code and a wrong secret get the same answer, so that codes cannot be found by trying.
UNKNOWN_APPOINTMENT = ProblemType(
    404, "unknown-appointment", "Unknown appointment", "There is no visit with this code and secret."
)
SLOT_TAKEN = ProblemType(
    409, "slot-taken", "Slot taken", "Somebody was faster. Choose another slot.", schemas.SlotTaken
)
NOT_CHANGEABLE = ProblemType(409, "not-changeable", "Not changeable", "The visit was cancelled or has begun.")
NOT_OFFERED = ProblemType(
    422, "slot-not-offered", "Slot not offered", "No slot begins then: it is past, too soon or far, or closed."
)


def _failed(response: Response) -> bool:
    return response.status_code == HTTPStatus.NOT_FOUND


def _asked_code() -> str:
    return normalised(str((request.view_args or {}).get("code")))


def guessed(view: Callable[..., Response]) -> Callable[..., Response]:
    """Count wrong guesses, by the caller's address and by the visit's code."""
    by_caller: Callable[..., Response] = limiter.limit(GUESSES, deduct_when=_failed)(view)
    return limit_guesses("contact", _asked_code, HTTPStatus.NOT_FOUND)(by_caller)


def _opened_by(secret: str, code: str) -> Booking | None:
    return queries.by_code(code, secret)


SECRET = Bearer(_opened_by, SECRET_NEEDED, UNKNOWN_APPOINTMENT)


@blueprint.get("/locations/<slug>/slots")
@operation("listSlots", UNKNOWN_LOCATION)
def slots(slug: str, query: schemas.SlotsQuestion) -> schemas.Slots:
    """List a place's free slots."""
    place = queries.bookable_place(slug)
    if place is None:
        raise UNKNOWN_LOCATION.error()
    if query.service not in {"", *queries.bookable_services(place)}:
        raise INVALID_REQUEST.error("`service` must be a service of the location.", fields=["service"])
    last_day = queries.limits().last_day
    # The day after the last one that can be booked stands for every later one: it has no slots either.
    first = min(max(query.first or clock.today(), clock.today()), last_day + timedelta(days=1))
    last = min(query.last or last_day, first + timedelta(days=DAYS_AT_ONCE))
    free = [slot for day in queries.open_slots(place, query.needs, first, last) for slot in day.slots]
    return schemas.Slots(location=slug, slots=[schemas.Slot(start=slot.start, end=slot.end) for slot in free])


@blueprint.post("/appointments")
@limiter.limit(BOOKINGS_PER_ADDRESS)
@operation(
    "createAppointment", INVALID_KEY, SLOT_TAKEN, NOT_OFFERED, KEY_REUSED, TOO_MANY_REQUESTS,
    status=201, cache=PRIVATE,
    headers={HEADER: "Makes the request safe to repeat. Use a long random value: it is worth the secret"},
)  # fmt: skip
def create(body: schemas.AppointmentWish) -> schemas.NewAppointment:
    """Book a visit."""
    token = request.headers.get(HEADER, "")
    if len(token) > TOKEN_MAX:
        raise INVALID_KEY.error()
    # Whoever knows the token is told the secret, so a caller's key is never taken for a page's token.
    wish = _wish(body, f"api {token}" if token else new_token())
    try:
        booking = actions.book(wish)
    except SlotTakenError:
        raise _taken(body.location.slug) from None
    except NotOfferedError:
        raise NOT_OFFERED.error() from None
    except TokenReusedError:
        raise KEY_REUSED.error() from None
    return schemas.NewAppointment(**_public(booking), secret=actions.secret_of(booking, wish.token))


@blueprint.get("/appointments/<code>")
@guessed
@operation("getAppointment", TOO_MANY_REQUESTS, bearer=SECRET, cache=PRIVATE)
def read(booking: Booking) -> schemas.Appointment:
    """Read a visit."""
    return schemas.Appointment(**_public(booking))


@blueprint.patch("/appointments/<code>")
@guessed
@operation(
    "moveAppointment", SLOT_TAKEN, NOT_CHANGEABLE, NOT_OFFERED, TOO_MANY_REQUESTS,
    bearer=SECRET, cache=PRIVATE,
)  # fmt: skip
def update(booking: Booking, body: schemas.NewTime) -> schemas.Appointment:
    """Move a visit to another time; the old time is kept when the new one is taken."""
    place = queries.bookable_place(booking.location)
    if place is None:
        raise INVALID_REQUEST.error("The visit's place takes no bookings now.", fields=["start"])
    try:
        actions.move(booking, place, body.start)
    except SlotTakenError:
        raise _taken(place.slug) from None
    except NotOfferedError:
        raise NOT_OFFERED.error() from None
    except NotChangeableError:
        raise NOT_CHANGEABLE.error() from None
    return schemas.Appointment(**_public(booking))


@blueprint.delete("/appointments/<code>")
@guessed
@operation("cancelAppointment", NOT_CHANGEABLE, TOO_MANY_REQUESTS, bearer=SECRET, cache=PRIVATE)
def delete(booking: Booking) -> None:
    """Cancel a visit."""
    try:
        actions.cancel(booking)
    except NotChangeableError:
        raise NOT_CHANGEABLE.error() from None


def _wish(body: schemas.AppointmentWish, token: str) -> actions.Wish:
    who = Visitor(body.name or "", body.phone or "", body.email or "")
    return actions.Wish(
        body.location, body.start, body.service, tuple(body.needs), body.language, who, token, device=False
    )


def _public(booking: Booking) -> dict[str, Any]:
    return {
        "code": booking.code,
        "state": booking.state,
        "start": booking.starts_at,
        "end": booking.ends_at,
        "location": booking.location,
        "desk": booking.desk,
        "service": booking.service,
        "needs": booking.needs,
        "language": booking.contact.language,
        "name": booking.name,
        "phone": booking.contact.phone or "",
        "email": booking.contact.email or "",
    }


def _taken(location: str) -> ProblemError:
    return SLOT_TAKEN.error(slots=absolute_url("appointments_api.slots", slug=location))
