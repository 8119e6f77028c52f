"""Pages for the time after a contact. Whoever holds its key sees it; everyone else is asked for reference and code."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.conversations import access, actions, queries, text, transcript
from app.conversations.message_form import MessageForm
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import i18n
from app.core.i18n import gettext as _
from app.core.security import limiter, new_token
from app.core.settings import settings
from app.gateways import GatewayError, gateways
from app.locations.queries import channel_state
from app.tracking import actions as after
from app.tracking import export
from app.tracking import queries as known
from app.tracking.forms import ANSWERS, FindForm, MailForm, RatingForm
from app.tracking.questions import QUESTIONS, question_of
from app.tracking.status import LinePosition, Status, describe

blueprint = Blueprint("tracking", __name__, url_prefix="/kovetes")

View = Callable[[Conversation], ResponseReturnValue]


@blueprint.after_request
def _private(response: Response) -> Response:
    # Opened on borrowed machines above all: no copy stays, not even for the back button.
    response.headers["Cache-Control"] = "no-store"
    return response


def holding(view: View) -> Callable[[str], ResponseReturnValue]:
    """Give the view the contact that this browser holds the key of; ask everyone else for reference and code."""

    @wraps(view)
    def wrapper(public_id: str) -> ResponseReturnValue:
        mine = access.held(public_id)
        return view(mine[0]) if mine else redirect(url_for("tracking.find"), 303)

    return wrapper


@blueprint.route("", methods=["GET", "POST"])
@limiter.limit("10 per minute; 60 per hour", methods=["POST"])
@access.guesses
def find() -> ResponseReturnValue:
    """Ask for reference and secret code, and give this browser a key of its own."""
    form = FindForm()
    if form.validate_on_submit():
        if found := actions.continue_elsewhere(form.reference.data, form.code.data):
            public_id, token = found
            there = make_response(redirect(url_for("tracking.show", public_id=public_id), 303))
            return access.remember(there, public_id, token, text.code(form.code.data))
        form.code.errors = [_("This reference and this code do not belong together. Please check both.")]
    page = render_template("tracking/find.html", form=form, errors=bool(form.errors), known=access.all_held())
    return page, 422 if form.errors else 200


@blueprint.get("/<public_id>")
@holding
def show(conversation: Conversation) -> ResponseReturnValue:
    """Show how a contact stands, its answers, and every way to go on with it."""
    return _page(conversation, MessageForm(formdata=None))


def _page(conversation: Conversation, writing: MessageForm, status: int = 200) -> ResponseReturnValue:
    writing.ref.data = writing.ref.data or new_token()
    entries = queries.messages(conversation.id)
    mine = access.held(conversation.public_id)
    page = render_template(
        "tracking/show.html", conversation=conversation, entries=entries, status=_status(conversation),
        code=mine[1] if mine else "", form=_rating_form(conversation), answers=ANSWERS, writing=writing,
        errors=bool(writing.errors),
        earlier=queries.earlier([entry.id for entry in entries if entry.edited_at]),
        marks=(conversation.delivered_operator, conversation.read_operator),
    )  # fmt: skip
    return page, status


@blueprint.post("/<public_id>/uzenet")
@limiter.limit("20 per minute")
@holding
def write(conversation: Conversation) -> ResponseReturnValue:
    """Store what the citizen writes on, in a contact that has ended too; the same page sent again writes it once."""
    form = MessageForm()
    if not form.validate():
        return _page(conversation, form, 422)
    stored = actions.go_on(conversation, form.ref.data or new_token(), form.body.data)
    if isinstance(stored, Entry):
        return redirect(url_for("tracking.show", public_id=conversation.public_id, _anchor="newest"), 303)
    form.body.errors = [_("This conversation has ended. You can begin a new one.")]
    return _page(conversation, form, 409)


def _status(conversation: Conversation) -> Status:
    channel = "callback" if conversation.channel == "callback" else "chat"
    place = queries.position(conversation)
    in_line = LinePosition(place, queries.attendance(channel) if place else "here")
    return describe(
        conversation, in_line, channel_state(channel).sentence, known.preparing(conversation.id),
        settings().keep_transcripts_days,
    )  # fmt: skip


def _rating_form(conversation: Conversation) -> RatingForm:
    given = known.rating(conversation.id)
    form = RatingForm(answer=given.answer if given else None, comment=given.comment if given else "")
    form.answer.label.text = QUESTIONS[question_of(conversation.id)]
    return form


@blueprint.route("/<public_id>/ertekeles", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@holding
def rate(conversation: Conversation) -> ResponseReturnValue:
    """Ask the one question; the answer may be changed as long as the contact is kept."""
    form = _rating_form(conversation)
    if form.validate_on_submit():
        after.rate(conversation, form.answer.data, form.comment.data)
        return redirect(url_for("tracking.rate", public_id=conversation.public_id, kesz=1), 303)
    done = "kesz" in request.args and not form.errors
    page = render_template(
        "tracking/rate.html", conversation=conversation, form=form, answers=ANSWERS, errors=bool(form.errors), done=done
    )
    return page, 422 if form.errors else 200


def _letter() -> str:
    return f"letter:{(request.view_args or {})['public_id']}"


def _handed_over(response: Response) -> bool:
    # Only letters count: whoever mistypes an address at a place where many sit takes nothing from the others.
    return "kesz=1" in (response.location or "")


@blueprint.route("/<public_id>/email", methods=["GET", "POST"])
@limiter.limit("20 per hour; 60 per day", methods=["POST"], deduct_when=_handed_over)
@limiter.limit("5 per hour", methods=["POST"], key_func=_letter, deduct_when=_handed_over)
@holding
def send(conversation: Conversation) -> ResponseReturnValue:
    """Send the text of a contact to an address that is used this once."""
    form, leaves = MailForm(), gateways().mail.leaves
    if not leaves:
        # The outbox keeps letter and address for a while; the page says so in its own words.
        form.email.description = ""
    status = 200
    if form.validate_on_submit():
        subject = _("Your conversation %(reference)s", reference=_spaced(conversation.reference))
        body = transcript.write(conversation, queries.messages(conversation.id, after=-1, limit=known.ALL))
        try:
            after.send_transcript(conversation, form.email.data, subject, body.lstrip("\ufeff"), i18n.lang())
            return redirect(url_for("tracking.send", public_id=conversation.public_id, kesz=1), 303)
        except GatewayError:
            form.email.errors = [_("The letter could not be handed over just now. Please try again later.")]
            status = 503
    status = 422 if form.errors and status != 503 else status  # noqa: PLR2004 - our mail server's fault, not the form's
    page = render_template(
        "tracking/send.html", conversation=conversation, form=form, errors=bool(form.errors),
        leaves=leaves, done="kesz" in request.args and not form.errors,
    )  # fmt: skip
    return page, status


def _spaced(reference: str) -> str:
    return f"{reference[:3]} {reference[3:]}"


@blueprint.get("/<public_id>/adataim.json")
@holding
def data(conversation: Conversation) -> ResponseReturnValue:
    """Give everything that is stored of a contact, for programs."""
    found = json.dumps(export.data(known.record(conversation)), ensure_ascii=False, indent=2)
    return _file(found, "application/json", f"{conversation.reference}.json")


@blueprint.get("/<public_id>/adataim.txt")
@holding
def plain(conversation: Conversation) -> ResponseReturnValue:
    """Give everything that is stored of a contact, for reading."""
    return _file(export.text(known.record(conversation)), "text/plain", f"{conversation.reference}.txt")


def _file(content: str, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="segit-a-hivatal-{name}"'
    return response


@blueprint.route("/<public_id>/torles", methods=["GET", "POST"])
@holding
def erase(conversation: Conversation) -> ResponseReturnValue:
    """Ask once whether to erase everything, and erase it."""
    if request.method != "POST":
        return render_template("tracking/erase.html", conversation=conversation)
    after.erase(conversation)
    # Shown at once and not by another address: nothing is left that an address could lead to.
    page = make_response(render_template("tracking/erased.html", public_id=conversation.public_id))
    return access.forget(page, conversation.public_id)


@blueprint.post("/<public_id>/elfelejtes")
@holding
def forget(conversation: Conversation) -> ResponseReturnValue:
    """Take the key away from this browser; the contact itself stays."""
    page = make_response(render_template("tracking/forgotten.html", public_id=conversation.public_id))
    return access.forget(page, conversation.public_id)
