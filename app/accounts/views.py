"""Signing in and out: by passkey, invitation or demonstration link. Open to everyone."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import access, actions, demo, destinations, passkeys, queries
from app.accounts.forms import NewPasskeyForm, PasskeyForm
from app.accounts.models import Staff
from app.accounts.words import REFUSALS
from app.core.content import site
from app.core.i18n import gettext as _
from app.core.security import limiter
from app.core.settings import settings

blueprint = Blueprint("accounts", __name__)
CHALLENGE = "passkey_challenge"


@blueprint.get("/")
@access.require_role()
def home() -> ResponseReturnValue:
    """Redirect a person to their start page."""
    return redirect(access.home(), 303)


@blueprint.route("/belepes", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey, without a user name."""
    wanted = destinations.safe_destination(request.args.get("next", ""))
    if access.current_staff():
        return redirect(wanted or url_for("accounts.home"), 303)
    form = PasskeyForm()
    refusal = ""
    if form.is_submitted():
        try:
            return let_in(actions.sign_in(taken_challenge(), sent_credential(form)), wanted)
        except actions.RefusedError as refused:
            refusal = str(REFUSALS[refused.reason])
    page = render_template(
        "accounts/sign-in.html",
        form=form,
        errors=refusal_lines(refusal),
        wanted=wanted,
        place=passkeys.relying_party(settings().address),
        demo_here=demo.demo_allowed(settings(), request.environ),
    )
    return make_response(page, 422 if refusal else 200)


@blueprint.post("/belepes/kihivas")
@limiter.limit("30 per minute")
def sign_in_options() -> ResponseReturnValue:
    """Return the options for signing in with a passkey."""
    place = passkeys.relying_party(settings().address)
    return challenge_response(passkeys.request_options(place, new_challenge("sign-in")))


@blueprint.post("/kilepes")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    if staff := access.current_staff():
        actions.sign_out(staff)
        flash(_("You have signed out."))
    return access.forget(_to(url_for("accounts.sign_in")))


@blueprint.route("/meghivo/<token>", methods=["GET", "POST"])
@limiter.limit("60 per minute")
def invitation(token: str) -> ResponseReturnValue:
    """Make the first passkey by a one-time link. Opening it does not use it up: mail scanners open links too."""
    link = queries.invitation(token)
    if link is None:
        return link_gone()
    form = NewPasskeyForm()
    refusal = ""
    if form.is_submitted() and form.validate():
        label = form.label.data or default_label(link.staff_id)
        try:
            session_token = actions.accept_invitation(token, taken_challenge(), sent_credential(form), label)
            flash(_("Your passkey is ready, and you are signed in."))
            return let_in(session_token, "")
        except actions.LinkGoneError:
            return link_gone()
        except actions.RefusedError as refused:
            refusal = str(REFUSALS[refused.reason])
    errors = form.error_list() or refusal_lines(refusal)
    page = render_template(
        "accounts/invitation.html",
        form=form, errors=errors, token=token, person=link.staff, ends=link.expires_at,
        place=passkeys.relying_party(settings().address),
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)


@blueprint.post("/meghivo/<token>/kihivas")
@limiter.limit("30 per minute")
def invitation_options(token: str) -> ResponseReturnValue:
    """Return the options for making a passkey for the invited person."""
    link = queries.invitation(token)
    if link is None:
        abort(410)
    return new_passkey_options(link.staff)


@blueprint.get("/proba/<token>")
@limiter.limit("60 per minute")
def demo_entry(token: str) -> ResponseReturnValue:
    """Sign in a demonstration person, once, at this computer only."""
    if not demo.demo_allowed(settings(), request.environ):
        abort(404)
    if request.method == "HEAD":
        return ""
    try:
        return let_in(actions.use_demo_link(token), "")
    except actions.LinkGoneError:
        return link_gone()


def let_in(token: str, wanted: str) -> Response:
    """Set the new session's cookie, end the previous session, and redirect to `wanted`."""
    if before := access.current_staff():
        actions.sign_out(before)
    return access.remember(_to(wanted or url_for("accounts.home")), token)


def link_gone() -> Response:
    """Return the page for a one-time link that does not work; it does not say why."""
    return make_response(render_template("accounts/link-gone.html"), 410)


def new_passkey_options(staff: Staff) -> Response:
    """Return the options for making a passkey for a person."""
    options = passkeys.creation_options(
        passkeys.relying_party(settings().address),
        new_challenge("register", staff.id),
        service=site()["service"]["name"],
        handle=staff.handle,
        name=staff.name,
        known=[passkey.credential_id for passkey in queries.passkeys(staff.id)],
    )
    return challenge_response(options)


def new_challenge(purpose: str, staff_id: int | None = None) -> bytes:
    """Return a new challenge, bound to this browser's session."""
    session[CHALLENGE], challenge = actions.ask_for_passkey(purpose, staff_id)
    return challenge


def taken_challenge() -> str:
    """Return the token of this browser's challenge, and remove it from the session."""
    return str(session.pop(CHALLENGE, ""))


def challenge_response(options: str) -> Response:
    """Return options as JSON for the script."""
    response = make_response(options)
    response.mimetype = "application/json"
    return response


def sent_credential(form: PasskeyForm) -> str:
    """Return the credential of the form. Raise `RefusedError` when a browser without script sent it."""
    credential, form.credential.data = form.credential.data, ""
    if not credential:
        raise actions.RefusedError("missing")
    return str(credential)


def refusal_lines(refusal: str) -> list[dict[str, str]]:
    """Return the error summary for a refused passkey; it leads to the button that tries again."""
    return [{"text": refusal, "href": "#passkey-button"}] if refusal else []


def default_label(staff_id: int) -> str:
    """Return a name for a passkey whose owner gave it none."""
    return _("Passkey %(number)s", number=len(queries.passkeys(staff_id)) + 1)


def _to(address: str) -> Response:
    return make_response(redirect(address, 303))
