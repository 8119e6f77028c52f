"""Conversations of every kind, stored as the rooms store them but faster: a report needs many."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from app.accounts.models import Staff
from app.conversations.models import Conversation, Message
from app.core import clock
from app.core.db import session, transaction
from app.tracking.models import Rating
from tests.support.contacts import contact_row

_numbers = count(1)


def operator() -> Staff:
    """An operator who has answered everything here."""
    found = session().query(Staff).filter_by(name="Mérő Anna").first()
    if found is None:
        with transaction() as current:
            found = Staff(name="Mérő Anna", role="operator", created_at=clock.now())
            current.add(found)
    return found


def conversation(
    opened: str, reply: float | None = None, length: float | None = None, *, rating: str | None = None,
    language: str = "hu", phone: str | None = None, **more,
) -> int:
    """Store one conversation: opened at `opened` in Budapest, answered after `reply` minutes, ended `length` later."""
    start = datetime.fromisoformat(opened).replace(tzinfo=clock.BUDAPEST)
    taken = start + timedelta(minutes=reply) if reply is not None else None
    ended = taken + timedelta(minutes=length) if taken and length is not None else None
    number = next(_numbers)
    values = {
        "public_id": f"sample{number:010}", "contact": contact_row(language=language, phone=phone), "channel": "chat",
        "subject": "", "opened_at": start, "taken_at": taken, "ended_at": ended,
        "state": "ended" if ended else "active" if taken else "waiting",
        "staff_id": operator().id if taken else None, **more,
    }  # fmt: skip
    with transaction() as current:
        row = Conversation(**values)
        current.add(row)
        current.flush()
        if taken and row.channel == "chat":
            for minutes in (0, 1):
                current.add(Message(
                    conversation_id=row.id, ref=f"{number}-{minutes}", author="operator", body="Jó napot!",
                    at=taken + timedelta(minutes=minutes),
                ))  # fmt: skip
        if rating:
            current.add(Rating(conversation_id=row.id, answer=rating, comment="", given_at=taken or start))
    return row.id
