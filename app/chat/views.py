"""The chat's pages. Everything works by plain forms; `pwa/js/chat` makes them live."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.attachments import queries as stored
from app.attachments import serving
from app.chat import bot_check
from app.chat.forms import CitizenFileForm, StartForm
from app.contacts import devices, needs, passport
from app.conversations import actions, queries, text, transcript, words
from app.conversations.actions import NewMessage, Opening
from app.conversations.message_form import MessageForm
from app.conversations.models import Conversation, ConversationState
from app.conversations.queries import Entry
from app.core import i18n
from app.core.api import json_body
from app.core.clock import iso
from app.core.i18n import gettext as _
from app.core.security import csrf, limiter, new_token
from app.core.settings import settings
from app.guard.guarded import SEND
from app.locations.queries import channel_state

blueprint = Blueprint("chat", __name__, url_prefix="/beszelgetes")

REFUSALS = {"ended": 409, "not-yours": 409, "ref-taken": 409}


def _hasty() -> bool:
    return request.method == "POST" and not bot_check.looks_human(
        request.form.get("stamp", ""), request.form.get(bot_check.TRAP, "")
    )


@blueprint.route("", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@limiter.limit("6 per minute", methods=["POST"], exempt_when=lambda: not _hasty())
def start() -> ResponseReturnValue:
    """Begin a conversation, or leave a message when nobody is there to answer."""
    form, available = StartForm(), queries.availability()
    form.leave = not available.can_chat
    if form.validate_on_submit():
        return _begun(form)
    if request.method != "POST":
        before = queries.subject_before(devices.holder(), devices.carried_over())
        form.subject.data = before or text.clean(request.args.get("topic", ""))[:120]
        form.needs.data = passport.remembered()
    form.ref.data = form.ref.data or new_token()
    form.once.data = form.once.data or new_token()
    page = render_template(
        "chat/start.html", form=form, errors=bool(form.errors), can_begin=available.can_chat, stamp=bot_check.stamp(),
        sentence=words.availability_sentence(available, channel_state("chat").sentence), trap=bot_check.TRAP,
        unfinished=queries.unfinished(devices.holder()),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _begun(form: StartForm) -> ResponseReturnValue:
    wishes, (answer_by, phone, email) = needs.known(form.needs.data or ()), form.reach()
    opened = actions.open_conversation(
        Opening(
            channel="chat", language=i18n.lang(), subject=form.subject.data, needs=wishes, ref=form.ref.data,
            body=form.body.data, leave=form.leave, answer_by=answer_by, phone=phone, email=email, once=form.once.data,
            contact=devices.contact_to_go_on_with(), until=devices.until(form.remember.wanted),
        )
    )  # fmt: skip
    there = make_response(redirect(url_for("chat.conversation_page", public_id=opened.public_id), 303))
    if opened.contact:
        devices.remember(there, opened.contact, form.remember.wanted)
    return passport.keep(there, wishes, form.remember.wanted)


@blueprint.get("/<public_id>")
def conversation_page(public_id: str) -> ResponseReturnValue:
    """Show one conversation to the citizen who holds its key."""
    conversation, secret = _mine(public_id)
    if conversation.channel != "chat":
        # Who waits for a call stands in no line: this page would say that somebody answers here soon.
        return redirect(url_for("tracking.show", public_id=public_id), 303)
    response = make_response(_page(conversation, secret, MessageForm(formdata=None)))
    _seen(conversation)
    if conversation.state == ConversationState.ENDED:
        # A device that others use too keeps no copy of what has ended.
        response.headers["Cache-Control"] = "no-store"
    return response


def _page(
    conversation: Conversation, secret: str, form: MessageForm, status: int = 200, wait: str = ""
) -> ResponseReturnValue:
    form.ref.data = form.ref.data or new_token()
    position, entries = queries.position(conversation), queries.messages(conversation.id)
    state_words = words.state_sentence(conversation, position, queries.attendance() if position else "here")
    return render_template(
        "chat/conversation.html", conversation=conversation, secret=secret, form=form, errors=bool(form.errors),
        entries=entries, state_words=state_words, wait=wait, more_ref=new_token(), longest=settings().chat_max_message,
        marks=(conversation.delivered_operator, conversation.read_operator),
        earlier=queries.earlier([entry.id for entry in entries if entry.edited_at]),
    ), status  # fmt: skip


def _seen(conversation: Conversation) -> None:
    """Note that the citizen has the whole page before them."""
    last = queries.last_id(conversation.id)
    if last > conversation.read_citizen:
        actions.mark("citizen", conversation.id, read=last)


def _mine(public_id: str) -> tuple[Conversation, str]:
    if mine := queries.conversation(devices.holder(), public_id):
        return mine, devices.secret_of(mine.contact)
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
    if _wants_json() and queries.conversation(devices.holder(), public_id) is None:
        return jsonify(error="unknown-conversation"), 403
    conversation, secret = _mine(public_id)
    form = MessageForm(_json_message(), meta={"csrf": False}) if request.is_json else MessageForm()
    if not form.validate():
        return _refused_json(422, form.errors) if _wants_json() else _page(conversation, secret, form, 422)
    post = actions.post_message if request.is_json else actions.post_written
    stored = post(NewMessage(conversation.id, form.ref.data or new_token(), form.body.data))
    if not isinstance(stored, Entry):
        form.body.errors = [_("This conversation has ended. You can begin a new one.")]
        status = REFUSALS[stored.reason]
        return _refused_json(status, form.errors) if _wants_json() else _page(conversation, secret, form, status)
    if _wants_json():
        return jsonify(id=stored.id, ref=stored.ref, at=iso(stored.at)), 201
    return redirect(url_for("chat.conversation_page", public_id=public_id, _anchor="newest"), 303)


# `post` asks for the token itself, of forms only.
csrf.exempt(post)


def _wants_json() -> bool:
    # Who asks for nothing in particular is answered in kind.
    json, html = (request.accept_mimetypes.quality(kind) for kind in ("application/json", "text/html"))
    return json > html or (request.is_json and json == html)


def _json_message() -> MultiDict[str, str]:
    given = json_body() or {}
    # What is only advised against, the device has asked about.
    words = {name: value for name in ("ref", "body") if isinstance(value := given.get(name), str)}
    return MultiDict({**words, "guard": SEND})


def _refused_json(status: int, errors: dict[str, list[str]]) -> tuple[Response, int]:
    return jsonify(error=next((str(lines[0]) for lines in errors.values()), "")), status


@blueprint.get("/<public_id>/helyem")
@limiter.limit("60 per minute")
def place(public_id: str) -> ResponseReturnValue:
    """Show the citizen their place in the line and how long it may take."""
    conversation, secret = _mine(public_id)
    position = queries.position(conversation)
    expected = queries.wait(position) if position else None
    sentence = words.wait_sentence(position, expected, queries.attendance())
    if _wants_json():
        return jsonify(text=sentence)
    return _page(conversation, secret, MessageForm(formdata=None), wait=sentence)


@blueprint.route("/<public_id>/uzenet/<int:message_id>", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def edit(public_id: str, message_id: int) -> ResponseReturnValue:
    """Let the citizen put an own message into other words; the operator sees that, and the earlier ones."""
    conversation, _secret = _mine(public_id)
    entry = queries.entry_of(conversation.id, message_id)
    if entry is None or entry.author != "citizen" or entry.details or conversation.state == ConversationState.ENDED:
        abort(404)
    form = MessageForm(body=entry.body)
    if form.validate_on_submit():
        changed = actions.edit_message(devices.holder(), message_id, form.body.data)
        if isinstance(changed, Entry):
            return redirect(url_for("chat.conversation_page", public_id=public_id, _anchor=f"m{message_id}"), 303)
        form.body.errors = [_("This conversation has ended. You can begin a new one.")]
    page = render_template("chat/edit.html", conversation=conversation, form=form, errors=bool(form.errors))
    return page, 422 if form.errors else 200


@blueprint.route("/<public_id>/fajl", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def attach(public_id: str) -> ResponseReturnValue:
    """Let the citizen send a photo or a PDF."""
    conversation, _secret = _mine(public_id)
    form = CitizenFileForm.read()
    if form.validate_on_submit() and form.attach_to(conversation):
        return redirect(url_for("chat.conversation_page", public_id=public_id, _anchor="newest"), 303)
    form.ref.data = form.ref.data or new_token()
    page = render_template(
        "chat/attach.html", conversation=conversation, form=form, errors=bool(form.errors),
        most=settings().attachment_max_mib,
    )  # fmt: skip
    return page, form.status


# `CitizenFileForm.read` checks the token, once it has allowed a larger request.
csrf.exempt(attach)


@blueprint.get("/<public_id>/fajl/<file_id>")
def file(public_id: str, file_id: str) -> Response:
    """Give a file of the conversation to the citizen who holds its key."""
    conversation, _secret = _mine(public_id)
    found = stored.one(conversation.id, file_id)
    return serving.response(found) if found else abort(404)


@blueprint.get("/<public_id>/fajl/<file_id>/kicsi")
def small(public_id: str, file_id: str) -> Response:
    """Give the small picture that stands in the conversation for a photo."""
    conversation, _secret = _mine(public_id)
    found = stored.one(conversation.id, file_id)
    return serving.response(found, small=True) if found else abort(404)


@blueprint.post("/<public_id>/ido")
@limiter.limit("20 per minute")
def more_time(public_id: str) -> ResponseReturnValue:
    """Tell the operator that the citizen needs more time."""
    conversation, _secret = _mine(public_id)
    ref = request.form.get("ref", "")
    actions.ask_for_time(conversation.id, ref if text.is_ref(ref) else new_token())
    if _wants_json():
        return "", 204
    return redirect(url_for("chat.conversation_page", public_id=public_id, _anchor="newest"), 303)


@blueprint.route("/<public_id>/befejezes", methods=["GET", "POST"])
def end(public_id: str) -> ResponseReturnValue:
    """Ask whether to end the conversation, and end it."""
    conversation, _secret = _mine(public_id)
    if request.method == "POST":
        actions.end(conversation)
        return redirect(url_for("chat.conversation_page", public_id=public_id), 303)
    return render_template("chat/end.html", conversation=conversation)


@blueprint.get("/<public_id>/szoveg.txt")
def save(public_id: str) -> Response:
    """Let the citizen keep the conversation as a text file, in the page's language."""
    conversation, _secret = _mine(public_id)
    response = make_response(transcript.write(conversation, queries.messages(conversation.id, after=-1, limit=10000)))
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = f'attachment; filename="segit-a-hivatal-{conversation.reference}.txt"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/folytatas")
def resume() -> ResponseReturnValue:
    """Send on to the one page where a lost conversation is found again; this address stands in letters."""
    return redirect(url_for("tracking.find"))
