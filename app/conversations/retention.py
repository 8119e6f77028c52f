"""How long conversations are kept, and how one is erased: with its keys, messages, notes, tasks and files.

The database takes along whatever refers to a conversation; `ConversationErased` lets rooms erase what else they keep.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from app.conversations.models import Conversation, Message
from app.core import audit, db
from app.core.bus import publish
from app.core.db import session, transaction
from app.core.i18n import lazy as _l
from app.core.settings import settings
from app.events import ConversationEnded, ConversationErased

CITIZEN = "citizen"
ERASE = audit.action("conversation.erase", _l("Conversation erased by its citizen"))
# Short transactions: between two of them others may write.
BATCH = 50


def erase(conversation: Conversation) -> bool:
    """Erase a conversation at its citizen's wish, at once and everywhere; False when it is gone already."""
    with transaction():
        if not _erase([conversation.id]):
            return False
        audit.record(CITIZEN, ERASE, f"conversation:{conversation.reference}")
    return True


def erase_old(now: datetime) -> dict[str, int]:
    """Erase what has been kept long enough: whole conversations, and the numbers and addresses of forgotten ones."""
    transcripts = 0
    while ids := _old(now - timedelta(days=settings().keep_transcripts_days)):
        with transaction():
            transcripts += _erase(ids)
    return {"transcripts": transcripts, "contacts": _forget_contacts(now)}


def _old(before: datetime) -> list[int]:
    # One that nobody ever ended is as old as what was last said in it.
    since = select(Message.id).where(Message.conversation_id == Conversation.id, Message.at >= before).exists()
    still = func.coalesce(Conversation.ended_at, Conversation.opened_at) >= before
    wanted = select(Conversation.id).where(~still, ~since).order_by(Conversation.id).limit(BATCH)
    return list(session().scalars(wanted))


def _erase(ids: list[int]) -> int:
    gone = session().scalars(delete(Conversation).where(Conversation.id.in_(ids)).returning(Conversation.id)).all()
    for conversation_id in gone:
        publish(ConversationErased(conversation_id))
    return len(gone)


def _forget_contacts(now: datetime) -> int:
    before = now - timedelta(days=settings().keep_open_contacts_days)
    reachable = or_(Conversation.phone.is_not(None), Conversation.email.is_not(None))
    forgotten = (reachable, Conversation.opened_at < before)
    silent = {"phone": None, "email": None, "best_time": None}
    with transaction() as current:
        # A call-back without a number is over; in a message left, the answer is still read on the page.
        calls = update(Conversation).where(*forgotten, Conversation.channel == "callback")
        ended = current.scalars(calls.values(state="ended", ended_at=now, **silent).returning(Conversation.id)).all()
        rest = db.affected_rows(current.execute(update(Conversation).where(*forgotten).values(**silent)))
        for conversation_id in ended:
            publish(ConversationEnded(conversation_id))
    return len(ended) + rest
