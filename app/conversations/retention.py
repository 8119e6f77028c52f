"""How long conversations are kept, and how one is erased: with its keys, messages, notes, tasks and files.

The database takes along whatever refers to a conversation; `ConversationErased` lets rooms erase what else they keep.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from app.contacts.actions import erase_if_empty
from app.contacts.models import Contact
from app.conversations.models import Conversation, ConversationState, Message
from app.core import audit
from app.core.bus import publish
from app.core.db import session, transaction
from app.core.i18n import lazy as _l
from app.core.settings import settings
from app.events import ConversationEnded, ConversationErased
from app.notifications import actions as notifications

CITIZEN = "citizen"
ERASE = audit.action("conversation.erase", _l("Conversation erased by its citizen"))
# Short transactions: between two of them others may write.
BATCH = 50


def erase(conversation: Conversation) -> bool:
    """Erase a conversation at its citizen's wish, at once and everywhere; False when it is gone already."""
    with transaction():
        if not _erase([conversation.id]):
            return False
        erase_if_empty(conversation.contact_id)
        audit.record(CITIZEN, ERASE, f"conversation:{conversation.reference}")
    return True


def erase_old(now: datetime) -> dict[str, int]:
    """Erase conversations that were kept long enough, and close call-backs whose number may not be kept any longer."""
    transcripts = 0
    while ids := _old(now - timedelta(days=settings().keep_transcripts_days)):
        with transaction():
            transcripts += _erase(ids)
    return {"transcripts": transcripts, "callbacks": _close_old_callbacks(now)}


def _old(before: datetime) -> list[int]:
    # One that nobody ever ended is as old as what was last said in it.
    since = select(Message.id).where(Message.conversation_id == Conversation.id, Message.at >= before).exists()
    still = func.coalesce(Conversation.ended_at, Conversation.opened_at) >= before
    wanted = select(Conversation.id).where(~still, ~since).order_by(Conversation.id).limit(BATCH)
    return list(session().scalars(wanted))


def _erase(ids: list[int]) -> int:
    about = select(Contact.reference).join(Conversation, Conversation.contact_id == Contact.id)
    references = session().scalars(about.where(Conversation.id.in_(ids))).all()
    gone = session().scalars(delete(Conversation).where(Conversation.id.in_(ids)).returning(Conversation.id)).all()
    notifications.forget(*references)
    for conversation_id in gone:
        publish(ConversationErased(conversation_id))
    return len(gone)


def _close_old_callbacks(now: datetime) -> int:
    # A call-back without a number is over; in a message left, the answer is still read on the page.
    old = (Conversation.channel == "callback", Conversation.opened_at < _addresses_end(now))
    calls = update(Conversation).where(*old, Conversation.state != ConversationState.ENDED)
    with transaction() as current:
        ended = current.scalars(
            calls.values(state=ConversationState.ENDED, ended_at=now).returning(Conversation.id)
        ).all()  # fmt: skip
        for conversation_id in ended:
            publish(ConversationEnded(conversation_id))
    return len(ended)


def _addresses_end(now: datetime) -> datetime:
    return now - timedelta(days=settings().keep_open_contacts_days)


def addresses_needed(contact_ids: Collection[int], now: datetime) -> set[int]:
    """Return the contacts with a conversation that has not ended and was opened recently enough to be answered."""
    running = (Conversation.state != ConversationState.ENDED, Conversation.opened_at >= _addresses_end(now))
    wanted = select(Conversation.contact_id).where(Conversation.contact_id.in_(contact_ids), *running)
    return set(session().scalars(wanted))


def used(contact_ids: Collection[int]) -> set[int]:
    """Return the contacts that have a conversation."""
    return set(session().scalars(select(Conversation.contact_id).where(Conversation.contact_id.in_(contact_ids))))


def erase_of_contact(contact_id: int) -> None:
    """Erase the conversations of a contact, in the caller's transaction."""
    _erase(list(session().scalars(select(Conversation.id).where(Conversation.contact_id == contact_id))))
