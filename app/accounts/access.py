"""Who is signed in, and who may open a page: for the staff pages and sockets of all rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, cast
from urllib.parse import urlsplit

from flask import Request, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import actions, demo, destinations, queries
from app.accounts.models import ROLES
from app.accounts.queries import StaffIdentity
from app.core.feature import Feature, MenuEntry
from app.core.settings import settings

__all__ = ["StaffIdentity", "current_staff", "require_role", "signed_in", "staff_from_environ"]

P = ParamSpec("P")


@dataclass(frozen=True)
class MenuItem:
    """One entry of a person's menu; `current` is the value of its `aria-current` attribute."""

    endpoint: str
    words: str
    icon: str
    href: str
    current: str


def cookie_name() -> str:
    """Return the session cookie's name; on https one that no other host or path can set."""
    return "__Host-staff" if _secure() else "staff"


def _secure() -> bool:
    return settings().address.startswith("https://")


def staff_from_environ(environ: Mapping[str, Any]) -> StaffIdentity | None:
    """Return who is signed in, by a request's or a handshake's WSGI environment.

    A socket lives longer than a session may: ask again at every event, not only when it connects.
    """
    token = Request(dict(environ)).cookies.get(cookie_name(), "")
    staff = queries.staff_of_session(token) if token else None
    if staff is None or (staff.demo and not demo.demo_allowed(settings(), environ)):
        return None
    if staff.long_unseen:
        actions.record_seen(staff.session_id)
    return staff


def current_staff() -> StaffIdentity | None:
    """Return who is signed in; looked up once a request."""
    this = cast(Any, request)._get_current_object()
    asked, staff = g.get("staff", (None, None))
    if asked is not this:
        staff = staff_from_environ(request.environ)
        g.staff = (this, staff)
    return cast(StaffIdentity | None, staff)


def signed_in() -> StaffIdentity:
    """Return who is signed in, in a view that `require_role` protects."""
    return cast(StaffIdentity, current_staff())


def on_staff_side() -> bool:
    """Return whether an error page uses the staff layout: a staff address, and somebody is signed in."""
    if not request.path.startswith("/staff/"):
        return False
    try:
        return current_staff() is not None
    except SQLAlchemyError:  # the page that says so must not need what has failed
        return False


def require_role(*roles: str) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Open a view to these roles only (to all staff when none is named).

    Who is not signed in is taken to the sign-in page and back; who has another role is told so.
    """
    allowed = frozenset(roles or ROLES)
    if unknown := allowed - set(ROLES):
        raise ValueError(f"unknown roles: {', '.join(sorted(unknown))}")

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            staff = current_staff()
            if staff is None:
                return cast(Response, redirect(url_for("accounts.sign_in", next=_here() or None), 303))
            if staff.role not in allowed:
                return make_response(render_template("accounts/role-not-allowed.html"), 403)
            return view(*args, **kwargs)

        cast(Any, wrapper).staff_roles = allowed
        return wrapper

    return decorate


def _here() -> str:
    """Return the page to come back to: this one, or the one whose form was sent."""
    if request.method in {"GET", "HEAD"}:
        return destinations.safe_destination(request.full_path.rstrip("?"))
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:  # such as http://[half an address
        return ""
    return destinations.safe_destination(came_from.path) if came_from.netloc == request.host else ""


def home() -> str:
    """Return the start page of the person who is signed in."""
    staff = current_staff()
    return next(
        (url_for(entry.endpoint) for entry in _open_entries() if staff and staff.role in entry.start_page_of),
        menu()[0].href,
    )


def menu() -> list[MenuItem]:
    """Return the menu of the person who is signed in; the order is the same for all."""
    return [
        MenuItem(entry.endpoint, str(entry.label), entry.icon, href := url_for(entry.endpoint), _current(href))
        for entry in _open_entries()
    ]


def _open_entries() -> list[MenuEntry]:
    """Return the menu entries of all features whose page the person who is signed in may open."""
    staff = current_staff()
    features: Sequence[Feature] = current_app.extensions["features"]
    return [
        entry
        for feature in features
        for entry in feature.menu
        if staff and staff.role in getattr(current_app.view_functions.get(entry.endpoint), "staff_roles", ())
    ]


def _current(href: str) -> str:
    if request.path == href:
        return "page"
    return "true" if request.path.startswith(href.rstrip("/") + "/") else ""


def remember(response: Response, token: str) -> Response:
    """Set the session cookie; it ends with the browser, and earlier by the server's clock."""
    response.set_cookie(cookie_name(), token, httponly=True, samesite="Strict", secure=_secure(), path="/")
    return response


def forget(response: Response) -> Response:
    """Delete the session cookie."""
    response.delete_cookie(cookie_name(), httponly=True, samesite="Strict", secure=_secure(), path="/")
    return response
