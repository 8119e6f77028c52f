"""Signing in and out: by passkey, by invitation, by demonstration link. All of it is open to who is not signed in."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import access, actions, demo, destinations, queries
from app.core.i18n import gettext as _
from app.core.security import limiter
from app.core.settings import settings

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/")
@access.require_role()
def home() -> ResponseReturnValue:
    """Take a person to where their work is."""
    return redirect(access.menu()[0].href, 303)


@blueprint.route("/belepes", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey, without a user name."""
    wanted = destinations.safe(request.args.get("next", ""))
    if access.current_staff():
        return redirect(wanted or url_for("accounts.home"), 303)
    return render_template("accounts/sign-in.html")


@blueprint.post("/kilepes")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    if staff := access.current_staff():
        actions.sign_out(staff)
    session.clear()
    flash(_("You have signed out."))
    return access.forget(_to(url_for("accounts.sign_in")))


@blueprint.route("/proba/<token>", methods=["GET", "POST"])
@limiter.limit("60 per minute")
def demo_entry(token: str) -> ResponseReturnValue:
    """Sign in a demonstration person, once, at this computer only."""
    if not demo.allowed(settings(), request.environ):
        abort(404)
    link = queries.demo_link(token)
    if link is None:
        return link_gone()
    if request.method == "GET":
        return render_template("accounts/demo.html", person=link.staff)
    try:
        return let_in(actions.use_demo_link(token), "")
    except actions.LinkGoneError:
        return link_gone()


def let_in(token: str, wanted: str) -> Response:
    """Give the browser its new session, end the one it had, and go on to `wanted`."""
    if before := access.current_staff():
        actions.sign_out(before)
    # Whatever was prepared in this browser before signing in must not live on in the signed-in session.
    session.clear()
    return access.remember(_to(wanted or url_for("accounts.home")), token)


def link_gone() -> Response:
    """Say that a one-time link does not work, without saying why to whoever tries."""
    return make_response(render_template("accounts/link-gone.html", errors=True), 410)


def _to(address: str) -> Response:
    return make_response(redirect(address, 303))
