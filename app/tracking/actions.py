"""What a citizen does after the contact: answers the one question, has the text sent, erases everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

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
from app.core.settings import settings
from app.events import ContactErased
from app.gateways import mail
from app.gateways.mail import Letter
from app.tracking.models import Rating


def rate(conversation: Conversation, answer: str, comment: str) -> None:
    """Keep a citizen's answer in place of an earlier one."""
    with transaction() as current:
        current.merge(Rating(conversation_id=conversation.id, answer=answer, comment=comment, given_at=clock.now()))


def send_transcript(conversation: Conversation, address: str, subject: str, text: str, language: str) -> None:
    """Hand a letter over; the address goes with it and is kept nowhere else. Raise `GatewayError`."""
    letter = Letter(address, subject, text, language, conversation.reference, clock.now())
    mail.PORT.current().send(letter)


def erase(access: Access, parts: Sequence[Part]) -> None:
    """Erase a contact at its citizen's wish; of one that the key opens only in part, erase that part."""
    if access.only is None or len(contacts.parts(access.contact.id)) == len(parts):
        contact_actions.erase(access.contact)
        return
    for part in parts:
        if part.kind == PartKind.CONVERSATION:
            retention.erase(conversations.state_of(part.id))
    mail.PORT.current().forget(access.contact.reference)


def forget_letters(event: ContactErased) -> None:
    """Erase the letters about an erased contact that have not left the house."""
    mail.PORT.current().forget(event.reference)


def erase_old(now: datetime) -> dict[str, int]:
    """Erase letters that have lain in the outbox long enough. Ratings go with their conversation."""
    return {"letters": mail.PORT.current().forget_before(now - timedelta(days=settings().keep_outbox_days))}
