"""How a citizen's browser holds its contacts: one cookie each, which no script and no other site can use.

Whether a device remembers is one choice for everything (`RememberField`): until a day, or until the browser closes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from app.contacts import queries
from app.contacts.actions import OpenedContact
from app.contacts.keys import normalised
from app.contacts.models import Contact
from app.contacts.queries import Access, Holder
from app.core import clock
from app.core.guess_limits import limit_guesses
from app.core.settings import settings

PREFIX = "contact-"
# The cookies of version 0.2.0, which remembered conversations only.
LEGACY_PREFIX = "talk-"
CHOICE = "remember"
# A key that is not to be remembered ends on the server too, in case a browser is never closed.
SESSION = timedelta(days=2)
# A browser that is handed to many people would otherwise carry every contact about, until its requests are too long
# for any server.
KEPT = 30
SHOWN = 5


def _named_in_form() -> str:
    return normalised(request.form.get("reference", "") or request.form.get("code", ""))


# Wrong tries at a contact's secret count together, on whichever page they are made.
limit_secret_guesses = limit_guesses("contact", _named_in_form, HTTPStatus.UNPROCESSABLE_ENTITY)


def until(remember: bool) -> datetime:
    """Return until when a new key of this device is good."""
    return clock.now() + (timedelta(days=settings().remember_device_days) if remember else SESSION)


def remembers() -> bool:
    """Say what this device chose the last time; a device that was never asked remembers."""
    return request.cookies.get(CHOICE) != "no"


def remember(response: BaseResponse, opened: OpenedContact, lasting: bool, *, choose: bool = True) -> BaseResponse:
    """Give the browser its key, and the secret that lets the citizen go on elsewhere; the oldest of many give way.

    With `choose` the device keeps the choice for the next time.
    """
    name = PREFIX + opened.public_id
    others = [other for other in request.cookies if _is_key(other) and other != name]
    # Browsers send the cookies that they have had longest first.
    for other in others[: max(0, len(others) - KEPT + 1)]:
        response.delete_cookie(other, path="/")
    days = settings().remember_device_days
    _set(response, name, f"{opened.token}.{opened.secret}", days if lasting else None)
    if choose:
        _set(response, CHOICE, "yes" if lasting else "no", days)
    return response


def _set(response: BaseResponse, name: str, value: str, days: int | None) -> None:
    response.set_cookie(
        name, value, max_age=days * 24 * 3600 if days else None, httponly=True, samesite="Lax",
        secure=settings().address.startswith("https://"), path="/",
    )  # fmt: skip


def drop(response: BaseResponse, public_id: str) -> BaseResponse:
    """Take the key away from the browser."""
    for prefix in (PREFIX, LEGACY_PREFIX):
        response.delete_cookie(prefix + public_id, path="/")
    return response


def holder() -> Holder:
    """Return who this request's browser is: the holder of all keys in its cookies."""
    return holder_of(request.cookies)


def holder_of(cookies: Mapping[str, str]) -> Holder:
    """Return the holder of the keys in `cookies`."""
    tokens = (value.partition(".")[0] for name, value in cookies.items() if _is_key(name))
    return Holder(tuple(token for token in tokens if token)[: 2 * KEPT])


def holder_of_handshake(environ: Mapping[str, Any]) -> Holder:
    """Return the holder of the keys that a socket's handshake brings."""
    try:
        cookies = SimpleCookie(str(environ.get("HTTP_COOKIE", "")))
    except CookieError:
        return Holder(())
    return holder_of({name: kept.value for name, kept in cookies.items()})


def access(public_id: str) -> Access | None:
    """Return the contact of that id when this request's browser holds a key to it."""
    return queries.access(holder(), public_id)


def all_held() -> list[Contact]:
    """Return the contacts that this browser holds keys to, the newest first."""
    return [one.contact for one in queries.accesses(holder())[:SHOWN]]


def secret_of(contact: Contact) -> str:
    """Return the secret that this browser was given with its key; empty when it was given none."""
    for prefix in (PREFIX, LEGACY_PREFIX):
        if kept := request.cookies.get(prefix + contact.public_id):
            return kept.partition(".")[2]
    return ""


def carried_over() -> Access | None:
    """Return the contact that `?folytat=` says to go on with in another way, when this browser holds its key.

    An address may be written down anywhere, so it names the contact and never what it is about.
    """
    named = request.args.get("folytat", "")
    return access(named) if named else None


def contact_to_go_on_with() -> str:
    """Return the id of the contact that `?folytat=` names, when this browser holds a key to all of it.

    What a key of version 0.2.0 opens is one part: what follows from that begins a contact of its own.
    """
    before = carried_over()
    return before.contact.public_id if before and before.only is None else ""


def _is_key(name: str) -> bool:
    return name.startswith((PREFIX, LEGACY_PREFIX))
