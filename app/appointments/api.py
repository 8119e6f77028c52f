"""Public interface: free slots; book, read, move and cancel a visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request, url_for

from app.appointments import actions, codes, contact, queries
from app.appointments.actions import NotChangeableError, NotOfferedError, SlotTakenError, TokenReusedError
from app.appointments.apidoc import PATHS, SCHEMAS
from app.appointments.contact import Contact
from app.appointments.forms import read_moment
from app.appointments.models import Booking
from app.appointments.slots import NEEDS
from app.core import clock, languages
from app.core.api import Api, iso, json_body, problem
from app.core.guess_limits import limit_guesses
from app.core.security import limiter, new_token
from app.core.site import absolute_url
from app.locations.queries import Location

blueprint = Blueprint("appointments_api", __name__)

# Other offices book for many people through one address; a machine that empties the calendar is still stopped.
BOOKINGS_PER_ADDRESS = "3000 per hour"
GUESSES = "30 per hour"
DAYS_AT_ONCE = 62
TOKEN_MAX = 255


def _failed(response: Response) -> bool:
    return response.status_code == HTTPStatus.NOT_FOUND


def _asked_code() -> str:
    return codes.tidy(str((request.view_args or {}).get("code")))[:12]


def guessed(view: Callable[[str], Response]) -> Callable[[str], Response]:
    """Count wrong guesses, by the caller's address and by the visit's code."""
    by_caller: Callable[[str], Response] = limiter.limit(GUESSES, deduct_when=_failed)(view)
    return limit_guesses("visit", _asked_code, HTTPStatus.NOT_FOUND)(by_caller)


@blueprint.get("/locations/<slug>/slots")
def slots(slug: str) -> Response:
    """List a place's free slots."""
    place = queries.bookable_place(slug)
    if place is None:
        return problem(404, "unknown-location", "Unknown location", "No place of this name takes bookings.")
    if request.args.get("service", "") not in {"", *queries.matters(place)}:
        return _invalid("service")
    needs = [need for need in request.args.get("needs", "").split(",") if need]
    if set(needs) - set(NEEDS):
        return _invalid("needs")
    try:
        first = date.fromisoformat(request.args.get("from", "") or clock.today().isoformat())
        last = date.fromisoformat(request.args.get("to", "") or queries.limits().last_day.isoformat())
    except ValueError:
        return _invalid("from", "to")
    # The day after the last one that can be booked stands for every later one: it has no slots either.
    first = min(max(first, clock.today()), queries.limits().last_day + timedelta(days=1))
    last = min(last, first + timedelta(days=DAYS_AT_ONCE))
    free = [slot for day in queries.open_slots(place, needs, first, last) for slot in day.slots]
    return jsonify(location=slug, slots=[{"start": iso(slot.start), "end": iso(slot.end)} for slot in free])


@blueprint.post("/appointments")
@limiter.limit(BOOKINGS_PER_ADDRESS)
def create() -> Response:
    """Book a visit."""
    token = request.headers.get("Idempotency-Key", "")
    if len(token) > TOKEN_MAX:
        return problem(400, "invalid-key", "Invalid Idempotency-Key", "It may have at most 255 characters.")
    # Whoever knows the token is told the secret, so a caller's key is never taken for a page's token.
    wish = _wish(json_body(), f"api {token}" if token else new_token())
    if isinstance(wish, set):
        return _invalid(*sorted(wish))
    try:
        booking = actions.book(wish)
    except SlotTakenError:
        return _taken(wish.place)
    except NotOfferedError:
        return _not_offered()
    except TokenReusedError:
        return problem(422, "key-reused", "Key reused", "This Idempotency-Key came with another request before.")
    answer = make_response(jsonify(**_public(booking), secret=actions.secret_of(wish.token)), 201)
    answer.headers["Location"] = url_for("appointments_api.read", code=booking.code)
    return _private(answer)


@blueprint.get("/appointments/<code>")
@guessed
def read(code: str) -> Response:
    """Show a visit."""
    booking = _authorized(code)
    return booking if isinstance(booking, Response) else _private(jsonify(**_public(booking)))


@blueprint.patch("/appointments/<code>")
@guessed
def update(code: str) -> Response:
    """Move a visit."""
    booking = _authorized(code)
    if isinstance(booking, Response):
        return booking
    start = read_moment((json_body() or {}).get("start"))
    place = queries.bookable_place(booking.location)
    if start is None or place is None:
        return _invalid("start")
    try:
        actions.move(booking, place, start)
    except SlotTakenError:
        return _taken(place)
    except NotOfferedError:
        return _not_offered()
    except NotChangeableError:
        return _not_changeable()
    return _private(jsonify(**_public(booking)))


@blueprint.delete("/appointments/<code>")
@guessed
def delete(code: str) -> Response:
    """Cancel a visit."""
    booking = _authorized(code)
    if isinstance(booking, Response):
        return booking
    try:
        actions.cancel(booking)
    except NotChangeableError:
        return _not_changeable()
    return make_response("", 204)


def _authorized(code: str) -> Booking | Response:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        answer = problem(401, "secret-needed", "Secret needed", "Send the secret: Authorization: Bearer <secret>.")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    # An unknown code and a wrong secret get the same answer, so that codes cannot be found by trying.
    return queries.by_code(code, secret) or problem(
        404, "unknown-appointment", "Unknown appointment", "There is no visit with this code and secret."
    )


def _wish(body: Mapping[str, Any] | None, token: str) -> actions.Wish | set[str]:
    if body is None:
        return {"body"}
    place = queries.bookable_place(str(body.get("location")))
    start, needs, language = read_moment(body.get("start")), _needs(body.get("needs", [])), body.get("language", "hu")
    who, wrong = _contact(body)
    checks = {
        "location": place is not None,
        "start": start is not None,
        "service": place is None or body.get("service") in list(queries.matters(place)),
        "needs": needs is not None,
        "language": language in languages.tags(),
    }
    wrong |= {name for name, right in checks.items() if not right}
    if wrong or place is None or start is None or needs is None:
        return wrong
    return actions.Wish(place, start, body["service"], needs, language, who, token)


def _contact(body: Mapping[str, Any]) -> tuple[Contact, set[str]]:
    given = {name: body.get(name) or "" for name in ("name", "phone", "email")}
    wrong = {name for name, value in given.items() if not isinstance(value, str)}
    if wrong:
        return Contact(), wrong
    return contact.read(**given)


def _needs(given: Any) -> tuple[str, ...] | None:
    if not isinstance(given, list) or any(need not in NEEDS for need in given):
        return None
    return tuple(need for need in NEEDS if need in given)


def _public(booking: Booking) -> dict[str, Any]:
    return {
        "code": booking.code,
        "state": booking.state,
        "start": iso(booking.starts_at),
        "end": iso(booking.ends_at),
        "location": booking.location,
        "desk": booking.desk,
        "service": booking.service,
        "needs": booking.needs,
        "language": booking.language,
        "name": booking.name,
        "phone": booking.phone,
        "email": booking.email,
    }


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _invalid(*fields: str) -> Response:
    names = ", ".join(fields)
    return problem(422, "invalid-request", "Invalid request", f"Not right: {names}.", fields=list(fields))


def _taken(place: Location) -> Response:
    free = absolute_url("appointments_api.slots", slug=place.slug)
    return problem(409, "slot-taken", "Slot taken", "Somebody was faster. Choose another slot.", slots=free)


def _not_offered() -> Response:
    return problem(
        422, "slot-not-offered", "Slot not offered", "No slot begins then: it is past, too soon or far, or closed."
    )


def _not_changeable() -> Response:
    return problem(409, "not-changeable", "Not changeable", "The visit was cancelled or has begun.")


api = Api(blueprint, PATHS, SCHEMAS)
