"""Writes an operator's answer as an e-mail for a citizen who has left a message and asked for that."""

from __future__ import annotations

from sqlalchemy import select

from app.contacts.models import Contact
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import i18n
from app.core.db import session
from app.core.i18n import gettext as _
from app.core.site import public_url
from app.notifications import actions as notifications
from app.notifications.actions import Email
from app.notifications.models import EmailPurpose


def enqueue(answer: Entry, recipient: str) -> None:
    """Store the e-mail in the transaction that stores the answer: neither is ever there without the other."""
    wanted = select(Contact.reference, Contact.language).join(Conversation, Conversation.contact_id == Contact.id)
    row = session().execute(wanted.where(Conversation.id == answer.conversation_id)).one()
    notifications.enqueue(write(answer, recipient, row.reference, row.language))


def write(answer: Entry, recipient: str, reference: str, language: str) -> Email:
    """Write the e-mail in the citizen's language, with the way back to the conversation."""
    with i18n.use_language(language):
        subject = _("Answer to your message, %(reference)s", reference=reference)
        back = _(
            "Please do not answer this letter. To write on, open %(address)s and give your reference and your code.",
            address=public_url("tracking.find", lang=language),
        )
    body = f"{answer.body}\n\n{answer.name or ''}\n\n{back}\n"
    return Email(reference, EmailPurpose.ANSWER, recipient, subject, body, language)
