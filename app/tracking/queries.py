"""What citizens said of their contacts, and what is stored of one contact, for its citizen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.attachments import queries as attachments
from app.attachments.models import Attachment
from app.casework import queries as casework
from app.conversations import queries as conversations
from app.conversations.models import Conversation, ConversationKey, MessageEdit
from app.conversations.queries import Entry
from app.core import clock
from app.core.db import session
from app.tracking.models import ANSWERS, Rating

# More than anyone writes in one conversation.
ALL = 100_000


@dataclass(frozen=True)
class Record:
    """Everything that is stored of one contact, but what staff noted for themselves."""

    conversation: Conversation
    entries: Sequence[Entry]
    earlier: dict[int, list[MessageEdit]]
    files: Sequence[Attachment]
    keys: Sequence[datetime]
    rating: Rating | None


@dataclass(frozen=True)
class Preparing:
    """Work that colleagues do for a contact: until when the next of it is due, and how much is done."""

    due_on: date | None
    open: int
    done: int


def rating(conversation_id: int) -> Rating | None:
    """Return what the citizen answered to the question, if they did."""
    return session().get(Rating, conversation_id, populate_existing=True)


def ratings(start: datetime, end: datetime) -> dict[str, int]:
    """Return how often each answer was given from `start` on and before `end`, rehearsals left out."""
    counted = _counted(start, end).with_only_columns(Rating.answer, func.count()).group_by(Rating.answer)
    return {**dict.fromkeys(ANSWERS, 0), **{row[0]: row[1] for row in session().execute(counted)}}


def ratings_by_day(start: datetime, end: datetime) -> dict[date, dict[str, int]]:
    """Return the same for each day of Budapest's calendar on which anybody answered, the earliest first."""
    days: dict[date, Counter[str]] = {}
    rows = session().execute(_counted(start, end).with_only_columns(Rating.given_at, Rating.answer))
    for given_at, answer in sorted(rows):
        days.setdefault(clock.local(given_at).date(), Counter(dict.fromkeys(ANSWERS, 0)))[answer] += 1
    return {day: dict(counts) for day, counts in days.items()}


def _counted(start: datetime, end: datetime) -> Select[Any]:
    rated = select(Rating).join(Conversation, Conversation.id == Rating.conversation_id)
    return rated.where(Rating.given_at >= start, Rating.given_at < end, Conversation.rehearsal.is_(False))


def preparing(conversation_id: int) -> Preparing:
    """Return how far the work is that colleagues do for a contact; not what it is, which is theirs."""
    tasks = [one.task for one in casework.of_conversation(conversation_id)]
    unfinished = [task.due_on for task in tasks if task.state != "done"]
    return Preparing(min(unfinished, default=None), len(unfinished), len(tasks) - len(unfinished))


def record(conversation: Conversation) -> Record:
    """Return everything that is stored of a contact, for its citizen to take along."""
    entries = conversations.messages(conversation.id, after=-1, limit=ALL)
    created = select(ConversationKey.created_at).where(ConversationKey.conversation_id == conversation.id)
    return Record(
        conversation, entries, conversations.earlier([entry.id for entry in entries]),
        attachments.of(conversation.id), list(session().scalars(created.order_by(ConversationKey.id))),
        rating(conversation.id),
    )  # fmt: skip
