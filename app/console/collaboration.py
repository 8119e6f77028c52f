"""Decides who works on what: being there, handing over, bringing an editor in, notes, and the desk's keys."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import require_role
from app.attachments import queries as stored
from app.attachments import serving
from app.casework import actions as casework
from app.console import presence_labels, queries, shortcuts
from app.console.forms import FileForm, PersonForm
from app.console.queries import AT_DESK
from app.console.staff import me, opened, page, personal, shortcuts_on, why_asked
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
    """Say that one is there, pauses, or goes; other colleagues and the citizens' pages go by it."""
    if request.method != "POST":
        there = at_desk.of(me().id)
        limit = there.limit if there else settings().chat_limit
        return render_template(
            "console/presence.html", reasons=presence_labels.REASONS,
            limits=sorted({*presence_labels.LIMITS, limit}), limit=limit, load=queries.load(me().id), there=there,
            standing=presence_labels.label(there),
        )  # fmt: skip
    wish, reason = request.form.get("wish", ""), request.form.get("reason", "")
    if wish == "arrive":
        presence.arrive(me(), _limit(request.form.get("limit", "")))
    elif wish == "pause" and reason in presence_labels.REASONS:
        presence.pause(me(), reason)
    elif wish == "leave":
        presence.leave(me())
    else:
        abort(400)
    return redirect(url_for("console.desk"), 303)


def _limit(given: str) -> int | None:
    return int(given) if given in {str(number) for number in range(1, presence.MOST_AT_ONCE + 1)} else None


@blueprint.route("/gyorsbillentyuk", methods=["GET", "POST"])
@require_role(*AT_DESK)
def keys() -> ResponseReturnValue:
    """List the desk's keys, and switch them off and on for this browser."""
    if request.method != "POST":
        return render_template("console/keys.html", shortcuts=shortcuts.SHORTCUTS, on=shortcuts_on())
    back = cast(Response, redirect(url_for("collaboration.keys"), 303))
    wanted = shortcuts.OFF if request.form.get("keys") == shortcuts.OFF else "on"
    back.set_cookie(
        shortcuts.COOKIE, wanted, max_age=YEAR, httponly=True, samesite="Strict", path="/staff",
        secure=settings().address.startswith("https://"),
    )  # fmt: skip
    return back


@blueprint.route("/beszelgetes/<public_id>/atadas", methods=["GET", "POST"])
@require_role(*ANSWERING)
def hand_over(public_id: str) -> ResponseReturnValue:
    """Give a conversation to a colleague who is really there."""
    conversation, form = opened(public_id), PersonForm()
    if not _mine(conversation):
        return _not_mine(public_id)
    there = queries.colleagues(me())
    form.person.choices = [
        (one.person.staff_id, _with_load(one.person.name, one.load)) for one in there if one.free
    ]  # fmt: skip
    if form.validate_on_submit():
        if form.there and actions.hand_over(me(), conversation, form.person.data):
            _leave_note(conversation, str(form.note.data))
            flash(_("Handed over: %(topic)s.", topic=words.subject(conversation)))
            return redirect(url_for("console.desk"), 303)
        form.person.errors = [_("This colleague has just left, or can take no more. Choose somebody else.")]
    return _people_page("hand-over", conversation, form)


@blueprint.route("/beszelgetes/<public_id>/bevonas", methods=["GET", "POST"])
@require_role(*ANSWERING)
def bring_in(public_id: str) -> ResponseReturnValue:
    """Ask an editor who is there into a conversation."""
    conversation, form = opened(public_id), PersonForm()
    if not _mine(conversation):
        return _not_mine(public_id)
    form.person.choices = [(one.staff_id, one.name) for one in queries.editors(me(), conversation)]
    if form.validate_on_submit():
        if form.there and actions.bring_in(me(), conversation, form.person.data):
            _leave_note(conversation, str(form.note.data))
            return redirect(url_for("console.talk", public_id=public_id, _anchor="answer"), 303)
        form.person.errors = [_("This colleague has just left, or is in the conversation already.")]
    return _people_page("bring-in", conversation, form)


def _people_page(step: str, conversation: Conversation, form: PersonForm) -> ResponseReturnValue:
    # Where nobody is left to choose there is no field to correct: the page says what can be done instead.
    errors = form.error_list() if form.person.choices else []
    shown = render_template("console/colleague.html", step=step, conversation=conversation, form=form, errors=errors)
    return shown, 422 if form.errors else 200


def _with_load(name: str, load: int) -> str:
    now = ngettext("%(num)s conversation now", "%(num)s conversations now", load)
    return f"{name}: {now}"


def _mine(conversation: Conversation) -> bool:
    return conversation.staff_id == me().id and conversation.state == "active"


def _not_mine(public_id: str) -> ResponseReturnValue:
    flash(_("This conversation is not yours any more, or it has ended."))
    return redirect(url_for("console.talk", public_id=public_id), 303)


@blueprint.post("/beszelgetes/<public_id>/kilepes")
@require_role(*AT_DESK)
def step_out(public_id: str) -> ResponseReturnValue:
    """Leave a conversation that one was brought into."""
    if actions.step_out(me(), opened(public_id)):
        flash(_("You have left the conversation."))
    return redirect(url_for("console.desk"), 303)


@blueprint.post("/beszelgetes/<public_id>/feljegyzes")
@require_role(*AT_DESK)
def note(public_id: str) -> ResponseReturnValue:
    """Keep an internal note."""
    conversation, body = opened(public_id), text.clean(request.form.get("note", ""))
    if not _leave_note(conversation, body):
        wrong = _("Write the note: at most %(longest)s characters", longest=LONGEST_NOTE)
        return page(conversation, note_body=body, note_error=wrong), 422
    return redirect(url_for("console.talk", public_id=public_id, _anchor="notes"), 303)


def _leave_note(conversation: Conversation, body: str) -> bool:
    if not 0 < len(body) <= LONGEST_NOTE:
        return False
    casework.note(me(), conversation, body)
    return True


@blueprint.route("/beszelgetes/<public_id>/fajl", methods=["GET", "POST"])
@require_role(*AT_DESK)
def attach(public_id: str) -> ResponseReturnValue:
    """Send the citizen a picture or a PDF."""
    form, conversation, found = FileForm.read(), opened(public_id), list[str]()
    if form.validate_on_submit():
        if found := personal(form.words.data or ""):
            form.words.errors = [why_asked()]
        elif form.attach_to(conversation, me()):
            return redirect(url_for("console.talk", public_id=public_id, _anchor="answer"), 303)
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
def file(public_id: str, file_id: str) -> Response:
    """Give a file of the conversation to a colleague who may read it."""
    found = stored.one(opened(public_id).id, file_id)
    return serving.response(found) if found else abort(404)


@blueprint.get("/beszelgetes/<public_id>/fajl/<file_id>/kicsi")
@require_role(*AT_DESK)
def small(public_id: str, file_id: str) -> Response:
    """Give the small picture that stands in the conversation for a photo."""
    found = stored.one(opened(public_id).id, file_id)
    return serving.response(found, small=True) if found else abort(404)
