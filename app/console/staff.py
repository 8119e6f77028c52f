"""The operators' desk: what waits, what is theirs, and one conversation open. `pwa/js/console` makes it live."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import StaffIdentity, current_staff, require_role
from app.console import desk as layout
from app.console import queries as own_queries
from app.console import shortcuts
from app.console.forms import EndForm
from app.console.queries import AT_DESK
from app.conversations import actions, queries, text, words
from app.conversations.actions import NewMessage
from app.conversations.models import Conversation
from app.conversations.queries import ANSWERING, Entry
from app.core.i18n import gettext as _
from app.core.security import new_token
from app.core.settings import settings
from app.guard import rules
from app.presence import actions as presence_actions
from app.presence import queries as presence

blueprint = Blueprint("console", __name__)


def me() -> StaffIdentity:
    """Return who is signed in; `require_role` has let nobody else in."""
    return cast(StaffIdentity, current_staff())


def address(endpoint: str, slug: str, language: str) -> str:
    """Return a page's whole address, for a message that is read elsewhere."""
    return settings().address + url_for(endpoint, slug=slug, lang=language)


def opened(public_id: str) -> Conversation:
    """Return a conversation that is this colleague's to read, or stop with a page that says where it went."""
    found = queries.conversation(me(), public_id)
    return found or abort(make_response(gone(public_id)))


def gone(public_id: str, body: str = "") -> ResponseReturnValue:
    """Say in one sentence that a conversation is not theirs any more; what was written is given back."""
    if not queries.exists(public_id):
        abort(404)
    return render_template("console/gone.html", body=body, errors=False), 409 if body else 403


@blueprint.get("/asztal")
@require_role(*AT_DESK)
def desk() -> str:
    """List what waits and what is one's own."""
    return page()


@blueprint.get("/sor")
@require_role(*AT_DESK)
def lists() -> str:
    """Return only the lists, for a desk that is open and hears that they have changed."""
    opened_id = request.args.get("nyitva", "")
    found = queries.conversation(me(), opened_id) if opened_id else None
    return render_template("console/lists.html", conversation=found, **layout.lists(me(), found, opened_id))


@blueprint.get("/beszelgetes/<public_id>")
@require_role(*AT_DESK)
def talk(public_id: str) -> str:
    """Open one conversation beside the lists."""
    conversation = opened(public_id)
    if conversation.staff_id == me().id and conversation.state == "active":
        newest = queries.last_id(conversation.id)
        if newest > conversation.read_operator:
            actions.mark("operator", conversation.id, read=newest)
    return page(conversation, question=request.args.get("q", ""))


def page(conversation: Conversation | None = None, question: str = "", **written: Any) -> str:
    """Draw the desk, with what was written in the answer if it has to be written again."""
    given = {"body": "", "ref": "", "error": "", "found": (), "note_body": "", "note_error": "", **written}
    more = layout.talk(me(), conversation, question, address) if conversation else {}
    return render_template(
        "console/desk.html", conversation=conversation, keys=shortcuts_on(),
        errors=bool(given["error"] or given["note_error"]), longest=settings().chat_max_message,
        **{**given, "ref": given["ref"] or new_token()}, **more,
        **layout.lists(me(), conversation, conversation.public_id if conversation else ""),
    )  # fmt: skip


def shortcuts_on() -> bool:
    """Say whether this browser's desk listens to its own keys."""
    return request.cookies.get(shortcuts.COOKIE) != shortcuts.OFF


@blueprint.get("/tudas")
@require_role(*AT_DESK)
def knowledge() -> str:
    """Return only what the town knows of a question, for the open conversation."""
    conversation = opened(request.args.get("beszelgetes", ""))
    known = layout.knowledge(conversation, _question(), address)
    return render_template("console/matters.html", public_id=conversation.public_id, **known)


def _question() -> str:
    return text.clean(request.values.get("q", ""))[:200]


@blueprint.post("/beszelgetes/<public_id>/felvetel")
@require_role(*ANSWERING)
def take(public_id: str) -> ResponseReturnValue:
    """Take a conversation; who comes second, or has enough, is told so. Who takes one is there."""
    if not presence.arrived(me().id):
        presence_actions.arrive(me())
    if actions.take(me(), public_id):
        return redirect(url_for("console.talk", public_id=public_id, _anchor="answer"), 303)
    there = presence.of(me().id)
    limit = there.limit if there else settings().chat_limit
    if own_queries.load(me().id) >= limit:
        flash(_("You have %(limit)s conversations, and said that you take no more at once.", limit=limit))
    else:
        flash(_("A colleague was faster, or the citizen has ended the conversation."))
    return redirect(url_for("console.desk"), 303)


@blueprint.post("/beszelgetes/<public_id>/valasz")
@require_role(*AT_DESK)
def answer(public_id: str) -> ResponseReturnValue:
    """Store an answer, after one look for numbers of somebody's own case."""
    body, ref = text.clean(request.form.get("body", "")), request.form.get("ref", "")
    conversation = queries.conversation(me(), public_id)
    if conversation is None:
        return gone(public_id, body)
    ref = ref if text.is_ref(ref) else new_token()
    found = personal(body)
    if error := _fault(body) or (why_asked() if found else ""):
        return page(conversation, body=body, ref=ref, error=error, found=found), 422
    stored = actions.post_written(NewMessage(conversation.id, ref, body, me(), conversation.reference))
    if not isinstance(stored, Entry):
        error = _("This conversation is not yours any more, or it has ended.")
        return page(conversation, body=body, ref=ref, error=error), 409
    return redirect(url_for("console.talk", public_id=public_id, _anchor="answer"), 303)


def _fault(body: str) -> str:
    longest = settings().chat_max_message
    if not body:
        return _("Write your answer")
    return _("The answer is too long: at most %(longest)s characters.", longest=longest) if len(body) > longest else ""


def personal(body: str) -> list[str]:
    """Return what the guard asks the operator about, until they are sure."""
    found = rules.check(body).findings if "sure" not in request.form and not _fault(body) else ()
    return [body[one.start : one.end] for one in found]


def why_asked() -> str:
    """Say what the operator is to decide."""
    return _("The answer seems to hold data of somebody's own case. Take it out, or send it as it is.")


@blueprint.post("/beszelgetes/<public_id>/elokeszites")
@require_role(*AT_DESK)
def prepare(public_id: str) -> ResponseReturnValue:
    """Search, or put something into the answer, and show it before it is sent; what was written stays."""
    conversation = queries.conversation(me(), public_id)
    body, name = request.form.get("body", ""), request.form.get("put", "")
    if conversation is None:
        return gone(public_id, text.clean(body))
    if name:
        body = "\n\n".join(filter(None, [text.clean(body), layout.put(me(), conversation, name, address)]))
    return page(conversation, question=_question(), body=body, ref=request.form.get("ref", ""))


@blueprint.route("/beszelgetes/<public_id>/uzenet/<int:message_id>", methods=["GET", "POST"])
@require_role(*AT_DESK)
def edit(public_id: str, message_id: int) -> ResponseReturnValue:
    """Put an own message into other words; the citizen sees that it was changed."""
    conversation = opened(public_id)
    entry = queries.entry_of(conversation.id, message_id)
    if entry is None or entry.staff_id != me().id:
        abort(404)
    body = text.clean(request.form.get("body", "")) if request.method == "POST" else entry.body
    found = personal(body) if request.method == "POST" else []
    error = _fault(body) or (why_asked() if found else "") if request.method == "POST" else ""
    if request.method == "POST" and not error:
        if isinstance(actions.edit_message(me(), message_id, body), Entry):
            return redirect(url_for("console.talk", public_id=public_id, _anchor="answer"), 303)
        error = _("This conversation is not yours any more, or it has ended.")
    shown = render_template(
        "console/edit.html", conversation=conversation, body=body, error=error, errors=bool(error), found=found
    )
    return shown, 422 if error else 200


@blueprint.post("/beszelgetes/<public_id>/vissza")
@require_role(*ANSWERING)
def release(public_id: str) -> ResponseReturnValue:
    """Give a conversation back to the line."""
    conversation = opened(public_id)
    if actions.release(me(), conversation):
        flash(_("Back in the line: %(topic)s.", topic=words.subject(conversation)))
    else:
        flash(_("This conversation is not yours any more, or it has ended."))
    return redirect(url_for("console.desk"), 303)


@blueprint.route("/beszelgetes/<public_id>/lezaras", methods=["GET", "POST"])
@require_role(*ANSWERING)
def end(public_id: str) -> ResponseReturnValue:
    """Ask what a conversation was about and what became of it, and end it, unless its citizen has done so before."""
    conversation, form = opened(public_id), EndForm()
    if conversation.staff_id != me().id or (conversation.state == "ended" and conversation.outcome):
        return redirect(url_for("console.talk", public_id=public_id), 303)
    if form.validate_on_submit():
        if actions.settle(me(), conversation, str(form.topic.data), str(form.outcome.data)):
            actions.end(conversation, me())
            flash(_("Ended: %(topic)s.", topic=words.subject(conversation)))
        else:
            flash(_("This conversation is not yours any more, or it has ended."))
        return redirect(url_for("console.desk"), 303)
    errors = form.error_list()
    shown = render_template("console/end.html", conversation=conversation, form=form, errors=errors)
    return shown, 422 if errors else 200
