"""Pages: all ways to reach a person, and the request to be called back."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.callback.forms import CallbackForm
from app.contacts import address, devices, needs, passport
from app.conversations import actions, queries, text
from app.conversations.actions import Opening
from app.core import i18n
from app.core.i18n import lazy as _l
from app.core.security import limiter, new_token
from app.locations.queries import channel_state, locations

blueprint = Blueprint("callback", __name__)

KINDS = {
    "phone": _l("Telephone"), "phone_abroad": _l("Telephone from abroad"), "sms": _l("Text message"),
    "email": _l("E-mail"), "web_call": _l("Call from the browser"),
}  # fmt: skip


@blueprint.get("/kapcsolat")
def ways() -> str:
    """Show all ways to reach a person."""
    return render_template(
        "callback/ways.html", chat=channel_state("chat"), phone=channel_state("phone"), places=locations(), kinds=KINDS
    )


@blueprint.route("/visszahivas", methods=["GET", "POST"])
@limiter.limit("10 per minute; 30 per hour", methods=["POST"])
def request_call() -> ResponseReturnValue:
    """Ask to be called back."""
    form = CallbackForm() if request.method == "POST" else CallbackForm(data=_asked_before())
    if form.validate_on_submit():
        opened = actions.open_conversation(
            Opening(
                channel="callback", language=i18n.lang(), subject=form.subject.data,
                needs=needs.known(form.needs.data or ()), phone=address.phone(form.phone.data),
                answer_by=form.answer_by.data, best_time=form.best_time.data or None, once=form.once.data,
                contact=devices.contact_to_go_on_with(), until=devices.until(form.remember.wanted),
            )
        )  # fmt: skip
        there = make_response(redirect(url_for("callback.requested", public_id=opened.public_id), 303))
        if opened.contact:
            devices.remember(there, opened.contact, form.remember.wanted)
        return passport.keep(there, form.needs.data or (), form.remember.wanted)
    if request.method != "POST":
        form.subject.data = queries.subject_before(devices.holder(), devices.carried_over()) or form.subject.data
        form.needs.data = passport.remembered()
        if "in-writing" in form.needs.data:
            form.answer_by.data = "sms"
    form.once.data = form.once.data or new_token()
    state = channel_state("callback")
    page = render_template("callback/request.html", form=form, errors=bool(form.errors), state=state)
    return page, 422 if form.errors else 200


def _asked_before() -> dict[str, str]:
    """Return what the page that led here knows already: the question, and that the answer shall come as a text."""
    by_text = {"answer_by": "sms"} if request.args.get("valasz") == "sms" else {}
    return {**by_text, "subject": text.clean(request.args.get("kerdes", ""))[:120]}


@blueprint.route("/visszahivas/<public_id>", methods=["GET", "POST"])
def requested(public_id: str) -> ResponseReturnValue:
    """Show what was asked for, and let the citizen take it back."""
    conversation = queries.conversation(devices.holder(), public_id)
    if conversation is None or conversation.channel != "callback":
        abort(404)
    if request.method == "POST":
        actions.end(conversation)
        return redirect(url_for("callback.requested", public_id=public_id), 303)
    contact = conversation.contact
    phone = address.spoken_phone(contact.phone) if contact.phone else ""
    return render_template(
        "callback/requested.html", conversation=conversation, secret=devices.secret_of(contact), phone=phone,
        state=channel_state("callback"),
    )
