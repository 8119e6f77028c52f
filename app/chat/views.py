"""The chat's pages. Everything works by plain forms; `pwa/js/chat` makes them live."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.chat import pace, transcript
from app.chat.forms import MessageForm, ResumeForm, StartForm
from app.conversations import access, actions, needs, queries, text
from app.conversations.actions import Draft, Opening
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import i18n
from app.core.api import iso, json_body
from app.core.i18n import gettext as _
from app.core.security import csrf, limiter, new_token
from app.core.settings import settings
from app.locations.queries import channel_state

blueprint = Blueprint("chat", __name__, url_prefix="/beszelgetes")

REFUSALS = {"ended": 409, "not-yours": 409, "ref-taken": 409}


def _hasty() -> bool:
    return request.method == "POST" and not pace.like_a_person(
        request.form.get("stamp", ""), request.form.get(pace.TRAP, "")
    )


@blueprint.route("", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@limiter.limit("6 per minute", methods=["POST"], exempt_when=lambda: not _hasty())
def start() -> ResponseReturnValue:
    """Begin a conversation, or leave a message when nobody is there to answer."""
    form = StartForm()
    if form.validate_on_submit():
        opened = actions.open_conversation(
            Opening(
                channel="chat", language=i18n.lang(), topic=form.topic.data, needs=needs.known(form.needs.data or ()),
                ref=form.ref.data, body=form.body.data, once=form.once.data,
            )
        )  # fmt: skip
        there = url_for("chat.talk", public_id=opened.public_id)
        return access.remember(make_response(redirect(there, 303)), opened.public_id, opened.token, opened.code)
    if request.method == "GET":
        form.topic.data = text.clean(request.args.get("topic", ""))[:120]
    form.ref.data = form.ref.data or new_token()
    form.once.data = form.once.data or new_token()
    page = render_template(
        "chat/start.html", form=form, errors=bool(form.errors), state=channel_state("chat"), stamp=pace.stamp(),
        trap=pace.TRAP, unfinished=access.unfinished(),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.get("/<public_id>")
def talk(public_id: str) -> ResponseReturnValue:
    """Show one conversation to the citizen who holds its key."""
    conversation, code = _mine(public_id)
    response = make_response(_talk_page(conversation, code, MessageForm(formdata=None)))
    if conversation.state == "ended":
        # A device that others use too keeps no copy of what has ended.
        response.headers["Cache-Control"] = "no-store"
    return response


def _talk_page(conversation: Conversation, code: str, form: MessageForm, status: int = 200) -> ResponseReturnValue:
    form.ref.data = form.ref.data or new_token()
    return render_template(
        "chat/talk.html", conversation=conversation, code=code, form=form, errors=bool(form.errors),
        entries=queries.messages(conversation.id), position=queries.position(conversation), more_ref=new_token(),
        longest=settings().chat_max_message,
    ), status  # fmt: skip


def _mine(public_id: str) -> tuple[Conversation, str]:
    if mine := access.held(public_id):
        return mine
    if not queries.exists(public_id):
        abort(404)
    page = render_template("chat/not-yours.html")
    return abort(make_response(page, 403))


@blueprint.post("/<public_id>/uzenet")
@limiter.limit("60 per minute")
def post(public_id: str) -> ResponseReturnValue:
    """Store a message, by form or by JSON `{ref, body}`; the same ref again is answered alike and stored once.

    A program (the service worker, after a time without connection) sends JSON, which no other site can make a browser
    do; a form needs its token against forgery.
    """
    if not request.is_json:
        csrf.protect()
    if _wants_json() and access.held(public_id) is None:
        return jsonify(error="unknown-conversation"), 403
    conversation, code = _mine(public_id)
    form = MessageForm(_json_message(), meta={"csrf": False}) if request.is_json else MessageForm()
    if not form.validate():
        return _refused_json(422, form.errors) if _wants_json() else _talk_page(conversation, code, form, 422)
    stored = actions.post_message(Draft(conversation.id, form.ref.data or new_token(), form.body.data))
    if not isinstance(stored, Entry):
        form.body.errors = [_("This conversation has ended. You can begin a new one.")]
        status = REFUSALS[stored.reason]
        return _refused_json(status, form.errors) if _wants_json() else _talk_page(conversation, code, form, status)
    if _wants_json():
        return jsonify(id=stored.id, ref=stored.ref, at=iso(stored.at)), 201
    return redirect(url_for("chat.talk", public_id=public_id, _anchor="newest"), 303)


# `post` asks for the token itself, of forms only.
csrf.exempt(post)


def _wants_json() -> bool:
    # Who asks for nothing in particular is answered in kind.
    json, html = (request.accept_mimetypes.quality(kind) for kind in ("application/json", "text/html"))
    return json > html or (request.is_json and json == html)


def _json_message() -> MultiDict[str, str]:
    given = json_body() or {}
    return MultiDict({name: value for name in ("ref", "body") if isinstance(value := given.get(name), str)})


def _refused_json(status: int, errors: dict[str, list[str]]) -> tuple[Response, int]:
    return jsonify(error=next((str(lines[0]) for lines in errors.values()), "")), status


@blueprint.post("/<public_id>/ido")
@limiter.limit("20 per minute")
def more_time(public_id: str) -> ResponseReturnValue:
    """Tell the operator that the citizen needs more time."""
    conversation, _code = _mine(public_id)
    ref = request.form.get("ref", "")
    actions.ask_for_time(conversation.id, ref if text.is_ref(ref) else new_token())
    if _wants_json():
        return "", 204
    return redirect(url_for("chat.talk", public_id=public_id, _anchor="newest"), 303)


@blueprint.route("/<public_id>/befejezes", methods=["GET", "POST"])
def end(public_id: str) -> ResponseReturnValue:
    """Ask whether to end the conversation, and end it."""
    conversation, _code = _mine(public_id)
    if request.method == "POST":
        actions.end(conversation)
        return redirect(url_for("chat.talk", public_id=public_id), 303)
    return render_template("chat/end.html", conversation=conversation)


@blueprint.get("/<public_id>/szoveg.txt")
def save(public_id: str) -> Response:
    """Let the citizen keep the conversation as a text file, in the page's language."""
    conversation, _code = _mine(public_id)
    response = make_response(transcript.write(conversation, queries.messages(conversation.id, after=-1, limit=10000)))
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = f'attachment; filename="segit-a-hivatal-{conversation.reference}.txt"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/folytatas", methods=["GET", "POST"])
@limiter.limit("10 per minute; 60 per hour", methods=["POST"])
@limiter.limit(
    "20 per hour", methods=["POST"], key_func=lambda: "resume:" + text.code(request.form.get("reference", ""))
)
def resume() -> ResponseReturnValue:
    """Continue, on this device, a conversation that was begun on another."""
    form = ResumeForm()
    if form.validate_on_submit():
        if found := actions.continue_elsewhere(form.reference.data, form.code.data):
            public_id, token = found
            there = redirect(url_for("chat.talk", public_id=public_id), 303)
            return access.remember(make_response(there), public_id, token, text.code(form.code.data))
        form.code.errors = [_("This reference and this code do not belong together. Please check both.")]
    return render_template("chat/resume.html", form=form, errors=bool(form.errors)), 422 if form.errors else 200
