"""Pages for the time after a contact. Whoever holds its key sees it; others are asked for reference and secret."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.contacts import actions as contacts
from app.contacts import devices
from app.contacts import queries as contact_queries
from app.contacts.keys import spoken
from app.contacts.models import Contact, DeviceKey
from app.contacts.queries import Access
from app.conversations import actions, queries, transcript
from app.conversations.message_form import MessageForm
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import i18n
from app.core.feature import Part
from app.core.i18n import gettext as _
from app.core.security import limiter, new_token
from app.core.settings import settings
from app.gateways import mail
from app.locations.queries import channel_state
from app.notifications import queries as emails
from app.notifications.models import EmailPurpose, EmailState
from app.notifications.queries import UnsentEmails
from app.tracking import actions as after
from app.tracking import export
from app.tracking import queries as known
from app.tracking.forms import ANSWERS, FindForm, MailForm, RatingForm
from app.tracking.questions import QUESTIONS, question_of
from app.tracking.status import LinePosition, Status, describe

blueprint = Blueprint("tracking", __name__, url_prefix="/kovetes")


@dataclass(frozen=True)
class Held:
    """What this browser holds the key of: a contact, and the conversation of it that an address names."""

    access: Access
    conversation: Conversation | None

    @property
    def contact(self) -> Contact:
        """The contact."""
        return self.access.contact

    @property
    def public_id(self) -> str:
        """What stands in the addresses of its pages."""
        return self.conversation.public_id if self.conversation else self.contact.public_id

    def parts(self) -> list[Part]:
        """Return the parts of the contact that the key opens."""
        return [part for part in contact_queries.parts(self.contact.id) if self.access.opens(part)]


@blueprint.after_request
def _private(response: Response) -> Response:
    # Opened on borrowed machines above all: no copy stays, not even for the back button.
    response.headers["Cache-Control"] = "no-store"
    return response


def _held(public_id: str) -> Held | None:
    """Find what an address names: one conversation, or a contact, of which the newest conversation is shown."""
    holder = devices.holder()
    if conversation := queries.conversation(holder, public_id):
        access = contact_queries.access(holder, conversation.contact.public_id)
        return Held(access, conversation) if access else None
    access = contact_queries.access(holder, public_id)
    if access is None:
        return None
    own = queries.of_contact(holder, access.contact.id)
    return Held(access, own[0] if own else None)


def holding(view: Callable[[Held], ResponseReturnValue]) -> Callable[[str], ResponseReturnValue]:
    """Give the view the contact that this browser holds the key of; ask others for reference and secret."""

    @wraps(view)
    def wrapper(public_id: str) -> ResponseReturnValue:
        held = _held(public_id)
        return view(held) if held else redirect(url_for("tracking.find"), 303)

    return wrapper


def of_conversation(view: Callable[[Conversation], ResponseReturnValue]) -> Callable[[str], ResponseReturnValue]:
    """Give the view the conversation that this browser holds the key of; a contact without one has no such page."""

    @wraps(view)
    @holding
    def wrapper(held: Held) -> ResponseReturnValue:
        return view(held.conversation or abort(404))

    return wrapper


@blueprint.route("", methods=["GET", "POST"])
@limiter.limit("10 per minute; 60 per hour", methods=["POST"])
@devices.limit_secret_guesses
def find() -> ResponseReturnValue:
    """Ask for reference and secret, and give this browser a key of its own."""
    form = FindForm()
    if form.validate_on_submit():
        lasting = form.remember.wanted
        if opened := contacts.open_elsewhere(form.reference.data, form.secret.data, devices.until(lasting)):
            there = make_response(redirect(url_for("tracking.show", public_id=opened.public_id), 303))
            return devices.remember(there, opened, lasting, choose=False)
        form.secret.errors = [_("This reference and this code do not belong together. Please check both.")]
    if request.method != "POST":
        form.reference.data = spoken(request.args.get("azonosito", "")[:12])
    page = render_template("tracking/find.html", form=form, errors=bool(form.errors), known=_known())
    return page, 422 if form.errors else 200


def _known() -> list[tuple[Contact, list[Part]]]:
    held = (_held(contact.public_id) for contact in devices.all_held())
    return [(one.contact, one.parts()) for one in held if one]


@blueprint.get("/<public_id>")
@holding
def show(held: Held) -> ResponseReturnValue:
    """Show how a contact stands: all its parts, the answers, and every way to go on with it."""
    return _page(held, MessageForm(formdata=None))


def _page(held: Held, writing: MessageForm, status: int = 200) -> ResponseReturnValue:
    writing.ref.data = writing.ref.data or new_token()
    shown = _conversation(held.conversation) if held.conversation else {"conversation": None}
    page = render_template(
        "tracking/show.html", contact=held.contact, public_id=held.public_id, parts=held.parts(),
        secret=devices.secret_of(held.contact), reference=_reference(held), until=held.access.key.expires_at,
        answers=ANSWERS, writing=writing, errors=bool(writing.errors), **shown,
    )  # fmt: skip
    return page, status


def _conversation(conversation: Conversation) -> dict[str, object]:
    entries = queries.messages(conversation.id)
    return {
        "conversation": conversation, "entries": entries, "status": _status(conversation),
        "form": _rating_form(conversation), "unsent": _unsent_answers(conversation),
        "earlier": queries.earlier([entry.id for entry in entries if entry.edited_at]),
        "marks": (conversation.delivered_operator, conversation.read_operator),
    }  # fmt: skip


def _reference(held: Held) -> str:
    """Return the name that goes with the secret that this browser knows: of a part, where the key opens only that."""
    codes = [part.code for part in held.parts() if part.code] if held.access.only else []
    return codes[0] if codes else held.contact.reference


@blueprint.post("/<public_id>/uzenet")
@limiter.limit("20 per minute")
@holding
def write(held: Held) -> ResponseReturnValue:
    """Store what the citizen writes on, in a conversation that has ended too; the same page sent again writes once."""
    conversation, form = held.conversation or abort(404), MessageForm()
    if not form.validate():
        return _page(held, form, 422)
    stored = actions.go_on(conversation, form.ref.data or new_token(), form.body.data)
    if isinstance(stored, Entry):
        return redirect(url_for("tracking.show", public_id=conversation.public_id, _anchor="newest"), 303)
    form.body.errors = [_("This conversation has ended. You can begin a new one.")]
    return _page(held, form, 409)


def _unsent_answers(conversation: Conversation) -> UnsentEmails | None:
    by_email = conversation.answer_by == "email"
    return emails.unsent(conversation.reference, EmailPurpose.ANSWER) if by_email else None


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
@of_conversation
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


def _accepted(response: Response) -> bool:
    # Only letters count: whoever mistypes an address at a place where many sit takes nothing from the others.
    return "kesz=1" in (response.location or "")


@blueprint.route("/<public_id>/email", methods=["GET", "POST"])
@limiter.limit("20 per hour; 60 per day", methods=["POST"], deduct_when=_accepted)
@limiter.limit("5 per hour", methods=["POST"], key_func=_letter, deduct_when=_accepted)
@of_conversation
def send(conversation: Conversation) -> ResponseReturnValue:
    """Send the text of a contact to an address that is used this once."""
    form, leaves = MailForm(), mail.PORT.current().leaves
    if not leaves:
        # The outbox keeps letter and address for a while; the page says so in its own words.
        form.email.description = ""
    if form.validate_on_submit():
        if _send_transcript(conversation, form.email.data) != EmailState.FAILED:
            return redirect(url_for("tracking.send", public_id=conversation.public_id, kesz=1), 303)
        form.email.errors = [_("The mail server does not accept this address. Please check it.")]
    page = render_template(
        "tracking/send.html", conversation=conversation, form=form, errors=bool(form.errors), leaves=leaves,
        state=emails.latest_state(conversation.reference, EmailPurpose.TRANSCRIPT),
        done="kesz" in request.args and not form.errors,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _send_transcript(conversation: Conversation, recipient: str) -> EmailState:
    subject = _("Your conversation %(reference)s", reference=spoken(conversation.reference))
    body = transcript.write(conversation, queries.messages(conversation.id, after=-1, limit=known.ALL))
    return after.send_transcript(conversation, recipient, subject, body.lstrip("\ufeff"), i18n.lang())


@blueprint.get("/<public_id>/adataim.json")
@holding
def data(held: Held) -> ResponseReturnValue:
    """Give everything that is stored of a contact, for programs."""
    found = json.dumps(contact_queries.export(held.contact, held.access.only), ensure_ascii=False, indent=2)
    return _file(found, "application/json", f"{held.contact.reference}.json")


@blueprint.get("/<public_id>/adataim.txt")
@holding
def plain(held: Held) -> ResponseReturnValue:
    """Give everything that is stored of a contact, for reading."""
    own = [known.record(one) for one in queries.of_contact(devices.holder(), held.contact.id)]
    return _file(export.text(held.contact, held.parts(), own), "text/plain", f"{held.contact.reference}.txt")


def _file(content: str, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="segit-a-hivatal-{name}"'
    return response


@blueprint.route("/<public_id>/torles", methods=["GET", "POST"])
@holding
def erase(held: Held) -> ResponseReturnValue:
    """Ask once whether to erase everything, and erase it."""
    parts, reference = held.parts(), _reference(held)
    if request.method != "POST":
        return render_template("tracking/erase.html", held=held, parts=parts, reference=reference)
    after.erase(held.access, parts)
    # Shown at once and not by another address: nothing is left that an address could lead to.
    page = make_response(render_template("tracking/erased.html", parts=parts))
    return devices.drop(page, held.contact.public_id)


@blueprint.post("/<public_id>/elfelejtes")
@holding
def forget(held: Held) -> ResponseReturnValue:
    """Make this browser's key worthless, here and on the server; the contact itself stays."""
    contacts.forget_device(held.contact.id, held.access.key.id)
    page = make_response(render_template("tracking/forgotten.html", parts=held.parts()))
    return devices.drop(page, held.contact.public_id)


@blueprint.route("/<public_id>/eszkozok", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@holding
def device_list(held: Held) -> ResponseReturnValue:
    """Show which devices can open a contact, and let the citizen lock out the others."""
    keys = [key for key in contact_queries.devices(held.contact.id) if _visible(held, key.legacy_key_id)]
    if request.method == "POST":
        _lock_out(held, keys, request.form.get("key", ""))
        return redirect(url_for("tracking.device_list", public_id=held.public_id, kesz=1), 303)
    keys.sort(key=lambda key: key.id != held.access.key.id)
    return render_template(
        "tracking/devices.html", held=held, keys=keys, reference=_reference(held), done="kesz" in request.args
    )


def _lock_out(held: Held, keys: Sequence[DeviceKey], chosen: str) -> None:
    """Forget one of the other devices that the page lists, or all of them."""
    for key in keys:
        if key.id != held.access.key.id and chosen in {"others", str(key.id)}:
            contacts.forget_device(held.contact.id, key.id)


def _visible(held: Held, legacy_key_id: int | None) -> bool:
    # A key that opens one part has no power over those that open more.
    return held.access.only is None or legacy_key_id == held.access.key.legacy_key_id
