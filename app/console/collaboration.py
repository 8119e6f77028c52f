"""Presence, handover, bringing in an editor, internal notes, files and keyboard shortcuts: the desk's other pages."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import require_role, signed_in
from app.attachments import queries as stored
from app.attachments import serving
from app.casework import actions as casework
from app.console import presence_labels, queries, shortcuts
from app.console.forms import FileForm, PersonForm
from app.console.queries import AT_DESK
from app.console.staff import desk_page, personal_data_in, personal_data_warning, require_conversation, shortcuts_on
from app.conversations import actions, text, words
from app.conversations.models import Conversation
from app.conversations.queries import ANSWERING
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.core.security import csrf, new_token
from app.core.settings import settings
from app.presence import actions as presence
from app.presence import queries as at_desk

blueprint = Blueprint("collaboration", __name__)
YEAR = 365 * 24 * 3600
LONGEST_NOTE = 2000


@blueprint.route("/jelenlet", methods=["GET", "POST"])
@require_role(*AT_DESK)
def presence_page() -> ResponseReturnValue:
    """Show and change one's own presence: arrive, pause or leave."""
    if request.method != "POST":
        there = at_desk.of(signed_in().id)
        limit = there.limit if there else settings().chat_limit
        return render_template(
            "console/presence.html", reasons=presence_labels.REASONS,
            limits=sorted({*presence_labels.LIMITS, limit}), limit=limit,
            load=queries.count_conversations(signed_in().id), there=there,
            presence_label=presence_labels.label(there),
        )  # fmt: skip
    wish, reason = request.form.get("wish", ""), request.form.get("reason", "")
    if wish == "arrive":
        presence.arrive(signed_in(), _limit(request.form.get("limit", "")))
    elif wish == "pause" and reason in presence_labels.REASONS:
        presence.pause(signed_in(), reason)
    elif wish == "leave":
        presence.leave(signed_in())
    else:
        abort(400)
    return redirect(url_for("console.desk"), 303)


def _limit(given: str) -> int | None:
    return int(given) if given in {str(number) for number in range(1, presence.MOST_AT_ONCE + 1)} else None


@blueprint.route("/gyorsbillentyuk", methods=["GET", "POST"])
@require_role(*AT_DESK)
def shortcuts_page() -> ResponseReturnValue:
    """List the keyboard shortcuts, and switch them off and on for this browser."""
    if request.method != "POST":
        return render_template("console/shortcuts.html", shortcuts=shortcuts.SHORTCUTS, on=shortcuts_on())
    back = cast(Response, redirect(url_for("collaboration.shortcuts_page"), 303))
    wanted = shortcuts.OFF if request.form.get("keys") == shortcuts.OFF else "on"
    back.set_cookie(
        shortcuts.COOKIE, wanted, max_age=YEAR, httponly=True, samesite="Strict", path="/staff",
        secure=settings().address.startswith("https://"),
    )  # fmt: skip
    return back


@blueprint.route("/beszelgetes/<public_id>/atadas", methods=["GET", "POST"])
@require_role(*ANSWERING)
def hand_over(public_id: str) -> ResponseReturnValue:
    """Hand a conversation over to a colleague who is present."""
    conversation, form = require_conversation(public_id), PersonForm()
    if not _is_own(conversation):
        return _not_own_page(public_id)
    there = queries.colleagues_at_desk(signed_in())
    form.person.choices = [
        (one.person.staff_id, _with_load(one.person.name, one.conversations)) for one in there if one.free
    ]  # fmt: skip
    if form.validate_on_submit():
        if form.there and actions.hand_over(signed_in(), conversation, form.person.data):
            _add_note(conversation, str(form.note.data))
            flash(_("Handed over: %(topic)s.", topic=words.subject(conversation)))
            return redirect(url_for("console.desk"), 303)
        form.person.errors = [_("This colleague has just left, or can take no more. Choose somebody else.")]
    return _people_page("hand-over", conversation, form)


@blueprint.route("/beszelgetes/<public_id>/bevonas", methods=["GET", "POST"])
@require_role(*ANSWERING)
def bring_in(public_id: str) -> ResponseReturnValue:
    """Bring an editor who is present into a conversation."""
    conversation, form = require_conversation(public_id), PersonForm()
    if not _is_own(conversation):
        return _not_own_page(public_id)
    form.person.choices = [(one.staff_id, one.name) for one in queries.editors_at_desk(signed_in(), conversation)]
    if form.validate_on_submit():
        if form.there and actions.bring_in(signed_in(), conversation, form.person.data):
            _add_note(conversation, str(form.note.data))
            return redirect(url_for("console.conversation_page", public_id=public_id, _anchor="answer"), 303)
        form.person.errors = [_("This colleague has just left, or is in the conversation already.")]
    return _people_page("bring-in", conversation, form)


def _people_page(step: str, conversation: Conversation, form: PersonForm) -> ResponseReturnValue:
    # Without a colleague to choose there is no field to correct; the page says what can be done instead.
    errors = form.error_list() if form.person.choices else []
    shown = render_template(
        "console/choose-colleague.html", step=step, conversation=conversation, form=form, errors=errors
    )
    return shown, 422 if form.errors else 200


def _with_load(name: str, load: int) -> str:
    now = ngettext("%(num)s conversation now", "%(num)s conversations now", load)
    return f"{name}: {now}"


def _is_own(conversation: Conversation) -> bool:
    return conversation.staff_id == signed_in().id and conversation.state == "active"


def _not_own_page(public_id: str) -> ResponseReturnValue:
    flash(_("This conversation is not yours any more, or it has ended."))
    return redirect(url_for("console.conversation_page", public_id=public_id), 303)


@blueprint.post("/beszelgetes/<public_id>/kilepes")
@require_role(*AT_DESK)
def step_out(public_id: str) -> ResponseReturnValue:
    """Leave a conversation that one was brought into."""
    if actions.step_out(signed_in(), require_conversation(public_id)):
        flash(_("You have left the conversation."))
    return redirect(url_for("console.desk"), 303)


@blueprint.post("/beszelgetes/<public_id>/feljegyzes")
@require_role(*AT_DESK)
def add_note(public_id: str) -> ResponseReturnValue:
    """Store an internal note."""
    conversation, body = require_conversation(public_id), text.clean(request.form.get("note", ""))
    if not _add_note(conversation, body):
        wrong = _("Write the note: at most %(longest)s characters", longest=LONGEST_NOTE)
        return desk_page(conversation, note_body=body, note_error=wrong), 422
    return redirect(url_for("console.conversation_page", public_id=public_id, _anchor="notes"), 303)


def _add_note(conversation: Conversation, body: str) -> bool:
    if not 0 < len(body) <= LONGEST_NOTE:
        return False
    casework.add_note(signed_in(), conversation, body)
    return True


@blueprint.route("/beszelgetes/<public_id>/fajl", methods=["GET", "POST"])
@require_role(*AT_DESK)
def attach(public_id: str) -> ResponseReturnValue:
    """Send the citizen a picture or a PDF."""
    form, conversation, found = FileForm.read(), require_conversation(public_id), list[str]()
    if form.validate_on_submit():
        if found := personal_data_in(form.words.data or ""):
            form.words.errors = [personal_data_warning()]
        elif form.attach_to(conversation, signed_in()):
            return redirect(url_for("console.conversation_page", public_id=public_id, _anchor="answer"), 303)
    form.ref.data = form.ref.data or new_token()
    shown = render_template(
        "console/attach.html", conversation=conversation, form=form, errors=form.error_list(),
        most=settings().attachment_max_mib, found=found,
    )  # fmt: skip
    return shown, form.status


# `FileForm.read` checks the token, once it has allowed a larger request.
csrf.exempt(attach)


@blueprint.get("/beszelgetes/<public_id>/fajl/<file_id>")
@require_role(*AT_DESK)
def send_file(public_id: str, file_id: str) -> Response:
    """Send a file of the conversation."""
    found = stored.one(require_conversation(public_id).id, file_id)
    return serving.response(found) if found else abort(404)


@blueprint.get("/beszelgetes/<public_id>/fajl/<file_id>/kicsi")
@require_role(*AT_DESK)
def send_thumbnail(public_id: str, file_id: str) -> Response:
    """Send the thumbnail of a photo."""
    found = stored.one(require_conversation(public_id).id, file_id)
    return serving.response(found, small=True) if found else abort(404)
