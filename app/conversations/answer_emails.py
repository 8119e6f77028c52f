"""Sends an operator's answer by e-mail to who has left a message and asked for that."""

from __future__ import annotations

import logging

from flask import Flask, current_app

from app.conversations import queries
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.core.realtime import socketio
from app.core.site import public_url
from app.events import MessagePosted
from app.gateways import GatewayError, mail
from app.gateways.mail import Letter

log = logging.getLogger(__name__)


def answered(event: MessagePosted) -> None:
    """Hand an answer over as a letter, beside the conversation: nobody waits for a mail server."""
    entry = queries.entry(event.message_id)
    if entry.author != "operator":
        return
    conversation = queries.state_of(event.conversation_id)
    if letter := letter_for(conversation, entry):
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        socketio.start_background_task(send, app, letter)


def letter_for(conversation: Conversation, entry: Entry) -> Letter | None:
    """Write the letter in the citizen's language; None when no letter was asked for."""
    if conversation.answer_by != "email" or not conversation.contact.email:
        return None
    with i18n.use_language(conversation.language):
        subject = _("Answer to your message, %(reference)s", reference=conversation.reference)
        back = _(
            "Please do not answer this letter. To write on, open %(address)s and give your reference and your code.",
            address=public_url("tracking.find", lang=conversation.language),
        )
    body = f"{entry.body}\n\n{entry.name or ''}\n\n{back}\n"
    return Letter(conversation.contact.email, subject, body, conversation.language, conversation.reference, clock.now())


def send(app: Flask, letter: Letter) -> None:
    """Hand a letter over; one that is not accepted is in the log by its reference, and its words stay in the chat."""
    with app.app_context():
        try:
            mail.PORT.current().send(letter)
        except GatewayError as error:
            log.error("the answer of %s was not sent: %s", letter.about, error)
