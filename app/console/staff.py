"""The operators' desk: what waits, what is theirs, and one conversation open. `pwa/js/console` makes it live."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import StaffIdentity, current_staff, require_role
from app.contact import numbers
from app.conversations import actions, queries, text, words
from app.conversations.actions import Draft
from app.conversations.models import Conversation
from app.conversations.queries import ANSWERING, Entry
from app.core import clock
from app.core.i18n import gettext as _
from app.core.security import new_token
from app.core.settings import settings

blueprint = Blueprint("console", __name__)


def _me() -> StaffIdentity:
    # `require_role` has let nobody else in.
    return cast(StaffIdentity, current_staff())


def _opened(public_id: str) -> Conversation:
    return queries.conversation(_me(), public_id) or abort(404)


@blueprint.get("/asztal")
@require_role(*ANSWERING)
def desk() -> str:
    """List what waits and what is one's own."""
    return _desk()


@blueprint.get("/sor")
@require_role(*ANSWERING)
def lists() -> str:
    """Return only the lists, for a desk that is open and hears that they have changed."""
    return render_template("console/lists.html", **_lists(request.args.get("nyitva", "")))


@blueprint.get("/beszelgetes/<public_id>")
@require_role(*ANSWERING)
def talk(public_id: str) -> str:
    """Open one conversation beside the lists."""
    return _desk(_opened(public_id))


def _desk(conversation: Conversation | None = None, body: str = "", ref: str = "", error: str = "") -> str:
    more: dict[str, Any] = {}
    if conversation:
        more = {
            "entries": queries.messages(conversation.id), "mine": conversation.staff_id == _me().id,
            "phone": numbers.shown(conversation.phone) if conversation.phone else "",
        }  # fmt: skip
    return render_template(
        "console/desk.html", conversation=conversation, body=body, ref=ref or new_token(), error=error,
        errors=bool(error), longest=settings().chat_max_message, **more,
        **_lists(conversation.public_id if conversation else ""),
    )  # fmt: skip


def _lists(opened: str) -> dict[str, Any]:
    return {"lists": queries.desk(_me()), "opened": opened, "minutes": _minutes}


def _minutes(conversation: Conversation) -> int:
    return int((clock.now() - conversation.opened_at).total_seconds() // 60)


@blueprint.post("/beszelgetes/<public_id>/felvetel")
@require_role(*ANSWERING)
def take(public_id: str) -> ResponseReturnValue:
    """Take a conversation; who comes second is told so."""
    if actions.take(_me(), public_id):
        return redirect(url_for("console.talk", public_id=public_id, _anchor="answer"), 303)
    flash(_("A colleague was faster, or the citizen has ended the conversation."))
    return redirect(url_for("console.desk"), 303)


@blueprint.post("/beszelgetes/<public_id>/valasz")
@require_role(*ANSWERING)
def answer(public_id: str) -> ResponseReturnValue:
    """Store an answer."""
    conversation = _opened(public_id)
    body, ref = text.clean(request.form.get("body", "")), request.form.get("ref", "")
    ref = ref if text.is_ref(ref) else new_token()
    if error := _fault(body):
        return _desk(conversation, body, ref, error), 422
    stored = actions.post_message(Draft(conversation.id, ref, body, _me(), conversation.reference))
    if not isinstance(stored, Entry):
        return _desk(conversation, body, ref, _("This conversation is not yours any more, or it has ended.")), 409
    return redirect(url_for("console.talk", public_id=public_id, _anchor="answer"), 303)


def _fault(body: str) -> str:
    longest = settings().chat_max_message
    if not body:
        return _("Write your answer")
    return _("The answer is too long: at most %(longest)s characters.", longest=longest) if len(body) > longest else ""


@blueprint.post("/beszelgetes/<public_id>/vissza")
@require_role(*ANSWERING)
def release(public_id: str) -> ResponseReturnValue:
    """Give a conversation back to the line."""
    conversation = _opened(public_id)
    if actions.release(_me(), conversation):
        flash(_("Back in the line: %(topic)s.", topic=words.topic(conversation)))
    return redirect(url_for("console.desk"), 303)


@blueprint.route("/beszelgetes/<public_id>/lezaras", methods=["GET", "POST"])
@require_role(*ANSWERING)
def end(public_id: str) -> ResponseReturnValue:
    """Ask whether to end a conversation, and end it."""
    conversation = _opened(public_id)
    if conversation.staff_id != _me().id or conversation.state == "ended":
        return redirect(url_for("console.talk", public_id=public_id), 303)
    if request.method == "POST":
        actions.end(conversation, _me())
        flash(_("Ended: %(topic)s.", topic=words.topic(conversation)))
        return redirect(url_for("console.desk"), 303)
    return render_template("console/end.html", conversation=conversation)
