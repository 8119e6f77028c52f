"""The operators' desk: the lists and one open conversation. `pwa/js/console` updates it live."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import require_role, signed_in
from app.console import desk_context, shortcuts
from app.console import queries as own_queries
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


def page_url(endpoint: str, slug: str, language: str) -> str:
    """Return the absolute URL of a page, for a message to a citizen."""
    return settings().address + url_for(endpoint, slug=slug, lang=language)


def require_conversation(public_id: str) -> Conversation:
    """Return a conversation that the person may read, or abort with a page that explains why not."""
    found = queries.conversation(signed_in(), public_id)
    return found or abort(make_response(conversation_gone_page(public_id)))


def conversation_gone_page(public_id: str, body: str = "") -> ResponseReturnValue:
    """Return the page for a conversation that is no longer the person's, with the answer they were writing."""
    if not queries.exists(public_id):
        abort(404)
    return render_template("console/conversation-gone.html", body=body, errors=False), 409 if body else 403


@blueprint.get("/asztal")
@require_role(*AT_DESK)
def desk() -> str:
    """Show the desk without an open conversation."""
    return desk_page()


@blueprint.get("/sor")
@require_role(*AT_DESK)
def desk_lists() -> str:
    """Return only the lists as HTML, for the script of an open desk."""
    opened_id = request.args.get("nyitva", "")
    found = queries.conversation(signed_in(), opened_id) if opened_id else None
    lists = desk_context.lists_context(signed_in(), found, opened_id)
    return render_template("console/desk-lists.html", conversation=found, **lists)


@blueprint.get("/beszelgetes/<public_id>")
@require_role(*AT_DESK)
def conversation_page(public_id: str) -> str:
    """Show one conversation beside the lists."""
    conversation = require_conversation(public_id)
    if conversation.staff_id == signed_in().id and conversation.state == "active":
        newest = queries.last_id(conversation.id)
        if newest > conversation.read_operator:
            actions.mark("operator", conversation.id, read=newest)
    return desk_page(conversation, question=request.args.get("q", ""))


def desk_page(conversation: Conversation | None = None, question: str = "", **written: Any) -> str:
    """Render the desk; `written` fills in an answer or note that was refused."""
    given = {"body": "", "ref": "", "error": "", "found": (), "note_body": "", "note_error": "", **written}
    more = desk_context.conversation_context(signed_in(), conversation, question, page_url) if conversation else {}
    return render_template(
        "console/desk.html", conversation=conversation, keys=shortcuts_on(),
        errors=bool(given["error"] or given["note_error"]), longest=settings().chat_max_message,
        **{**given, "ref": given["ref"] or new_token()}, **more,
        **desk_context.lists_context(signed_in(), conversation, conversation.public_id if conversation else ""),
    )  # fmt: skip


def shortcuts_on() -> bool:
    """Return whether keyboard shortcuts are on in this browser."""
    return request.cookies.get(shortcuts.COOKIE) != shortcuts.OFF


@blueprint.get("/tudas")
@require_role(*AT_DESK)
def knowledge() -> str:
    """Return only the found services as HTML, for the search of the open conversation."""
    conversation = require_conversation(request.args.get("beszelgetes", ""))
    known = desk_context.knowledge_context(conversation, _question(), page_url)
    return render_template("console/found-services.html", public_id=conversation.public_id, **known)


def _question() -> str:
    return text.clean(request.values.get("q", ""))[:200]


@blueprint.post("/beszelgetes/<public_id>/felvetel")
@require_role(*ANSWERING)
def take(public_id: str) -> ResponseReturnValue:
    """Take a conversation, and arrive if need be; say so when a colleague was faster or the limit is reached."""
    if not presence.has_arrived(signed_in().id):
        presence_actions.arrive(signed_in())
    if actions.take(signed_in(), public_id):
        return redirect(url_for("console.conversation_page", public_id=public_id, _anchor="answer"), 303)
    there = presence.of(signed_in().id)
    limit = there.limit if there else settings().chat_limit
    if own_queries.count_conversations(signed_in().id) >= limit:
        flash(_("You have %(limit)s conversations, and said that you take no more at once.", limit=limit))
    else:
        flash(_("A colleague was faster, or the citizen has ended the conversation."))
    return redirect(url_for("console.desk"), 303)


@blueprint.post("/beszelgetes/<public_id>/valasz")
@require_role(*AT_DESK)
def answer(public_id: str) -> ResponseReturnValue:
    """Store an answer, after asking once about personal data in it."""
    body, ref = text.clean(request.form.get("body", "")), request.form.get("ref", "")
    conversation = queries.conversation(signed_in(), public_id)
    if conversation is None:
        return conversation_gone_page(public_id, body)
    ref = ref if text.is_ref(ref) else new_token()
    found = personal_data_in(body)
    if error := _length_error(body) or (personal_data_warning() if found else ""):
        return desk_page(conversation, body=body, ref=ref, error=error, found=found), 422
    stored = actions.post_written(NewMessage(conversation.id, ref, body, signed_in(), conversation.reference))
    if not isinstance(stored, Entry):
        error = _("This conversation is not yours any more, or it has ended.")
        return desk_page(conversation, body=body, ref=ref, error=error), 409
    return redirect(url_for("console.conversation_page", public_id=public_id, _anchor="answer"), 303)


def _length_error(body: str) -> str:
    longest = settings().chat_max_message
    if not body:
        return _("Write your answer")
    return _("The answer is too long: at most %(longest)s characters.", longest=longest) if len(body) > longest else ""


def personal_data_in(body: str) -> list[str]:
    """Return the parts of a text that the guard takes for personal data; none once the operator has confirmed."""
    found = rules.check(body).findings if "sure" not in request.form and not _length_error(body) else ()
    return [body[one.start : one.end] for one in found]


def personal_data_warning() -> str:
    """Return the question that the operator is asked about personal data."""
    return _("The answer seems to hold data of somebody's own case. Take it out, or send it as it is.")


@blueprint.post("/beszelgetes/<public_id>/elokeszites")
@require_role(*AT_DESK)
def prepare(public_id: str) -> ResponseReturnValue:
    """Search, or insert a text into the answer, without script; the page comes back with the answer as written."""
    conversation = queries.conversation(signed_in(), public_id)
    body, name = request.form.get("body", ""), request.form.get("put", "")
    if conversation is None:
        return conversation_gone_page(public_id, text.clean(body))
    if name:
        inserted = desk_context.text_to_insert(signed_in(), conversation, name, page_url)
        body = "\n\n".join(filter(None, [text.clean(body), inserted]))
    return desk_page(conversation, question=_question(), body=body, ref=request.form.get("ref", ""))


@blueprint.route("/beszelgetes/<public_id>/uzenet/<int:message_id>", methods=["GET", "POST"])
@require_role(*AT_DESK)
def edit(public_id: str, message_id: int) -> ResponseReturnValue:
    """Edit one's own message; the citizen sees that it was edited."""
    conversation = require_conversation(public_id)
    entry = queries.entry_of(conversation.id, message_id)
    if entry is None or entry.staff_id != signed_in().id:
        abort(404)
    body = text.clean(request.form.get("body", "")) if request.method == "POST" else entry.body
    found = personal_data_in(body) if request.method == "POST" else []
    error = _length_error(body) or (personal_data_warning() if found else "") if request.method == "POST" else ""
    if request.method == "POST" and not error:
        if isinstance(actions.edit_message(signed_in(), message_id, body), Entry):
            return redirect(url_for("console.conversation_page", public_id=public_id, _anchor="answer"), 303)
        error = _("This conversation is not yours any more, or it has ended.")
    shown = render_template(
        "console/edit.html", conversation=conversation, body=body, error=error, errors=bool(error), found=found
    )
    return shown, 422 if error else 200


@blueprint.post("/beszelgetes/<public_id>/vissza")
@require_role(*ANSWERING)
def release(public_id: str) -> ResponseReturnValue:
    """Put a conversation back into the waiting line."""
    conversation = require_conversation(public_id)
    if actions.release(signed_in(), conversation):
        flash(_("Back in the line: %(topic)s.", topic=words.subject(conversation)))
    else:
        flash(_("This conversation is not yours any more, or it has ended."))
    return redirect(url_for("console.desk"), 303)


@blueprint.route("/beszelgetes/<public_id>/lezaras", methods=["GET", "POST"])
@require_role(*ANSWERING)
def end(public_id: str) -> ResponseReturnValue:
    """Ask for topic and outcome of a conversation, store them and end it."""
    conversation, form = require_conversation(public_id), EndForm()
    if conversation.staff_id != signed_in().id or (conversation.state == "ended" and conversation.outcome):
        return redirect(url_for("console.conversation_page", public_id=public_id), 303)
    if form.validate_on_submit():
        if actions.settle(signed_in(), conversation, str(form.topic.data), str(form.outcome.data)):
            actions.end(conversation, signed_in())
            flash(_("Ended: %(topic)s.", topic=words.subject(conversation)))
        else:
            flash(_("This conversation is not yours any more, or it has ended."))
        return redirect(url_for("console.desk"), 303)
    errors = form.error_list()
    shown = render_template("console/end.html", conversation=conversation, form=form, errors=errors)
    return shown, 422 if errors else 200
