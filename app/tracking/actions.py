"""What a citizen does after the contact: answers the one question, has the text sent, erases everything."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.conversations import retention
from app.conversations.models import Conversation
from app.core import clock
from app.core.db import transaction
from app.core.settings import settings
from app.gateways import gateways
from app.gateways.mail import Letter
from app.tracking.models import Rating


def rate(conversation: Conversation, answer: str, comment: str) -> None:
    """Keep a citizen's answer in place of an earlier one."""
    with transaction() as current:
        current.merge(Rating(conversation_id=conversation.id, answer=answer, comment=comment, given_at=clock.now()))


def send_transcript(conversation: Conversation, address: str, subject: str, text: str, language: str) -> None:
    """Hand a letter over; the address goes with it and is kept nowhere else. Raise `GatewayError`."""
    letter = Letter(address, subject, text, language, conversation.reference, clock.now())
    gateways().mail.send(letter)


def erase(conversation: Conversation) -> None:
    """Erase a contact at its citizen's wish, and the letters about it that have not left the house."""
    retention.erase(conversation)
    gateways().mail.forget(conversation.reference)


def erase_old(now: datetime) -> dict[str, int]:
    """Erase letters that have lain in the outbox long enough. Ratings go with their conversation."""
    return {"letters": gateways().mail.forget_before(now - timedelta(days=settings().keep_outbox_days))}
