"""What a citizen does after the contact: answers the one question, has the text sent."""

from __future__ import annotations

from collections.abc import Sequence

from app.contacts import actions as contact_actions
from app.contacts import queries as contacts
from app.contacts.models import PartKind
from app.contacts.queries import Access
from app.conversations import queries as conversations
from app.conversations import retention
from app.conversations.models import Conversation
from app.core import clock
from app.core.db import transaction
from app.core.feature import Part
from app.notifications import delivery
from app.notifications.actions import Email
from app.notifications.models import EmailPurpose, EmailState
from app.tracking.models import Rating


def rate(conversation: Conversation, answer: str, comment: str) -> None:
    """Keep a citizen's answer in place of an earlier one."""
    with transaction() as current:
        current.merge(Rating(conversation_id=conversation.id, answer=answer, comment=comment, given_at=clock.now()))


def send_transcript(conversation: Conversation, recipient: str, subject: str, text: str, language: str) -> EmailState:
    """Store the e-mail with a contact's text and try at once to hand it over; return what became of it."""
    email = Email(conversation.reference, EmailPurpose.TRANSCRIPT, recipient, subject, text, language)
    return delivery.send_now(email)


def erase(access: Access, parts: Sequence[Part]) -> None:
    """Erase a contact at its citizen's wish; of one that the key opens only in part, erase that part."""
    if access.only is None or len(contacts.parts(access.contact.id)) == len(parts):
        contact_actions.erase(access.contact)
        return
    for part in parts:
        if part.kind == PartKind.CONVERSATION:
            retention.erase(conversations.state_of(part.id))
