"""What citizens said of their contacts, and what is stored of one contact, for its citizen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.attachments import queries as attachments
from app.attachments.models import Attachment
from app.casework import queries as casework
from app.conversations import queries as conversations
from app.conversations.models import Conversation, MessageEdit
from app.conversations.queries import Entry
from app.core.db import session
from app.tracking.models import Rating
from app.tracking.questions import question_of

# More than anyone writes in one conversation.
ALL = 100_000


@dataclass(frozen=True)
class Record:
    """Everything that is stored of one contact, but what staff noted for themselves."""

    conversation: Conversation
    entries: Sequence[Entry]
    earlier: dict[int, list[MessageEdit]]
    files: Sequence[Attachment]
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


def answers(start: datetime, end: datetime) -> list[tuple[str, str, datetime]]:
    """Return the answers given from `start` on and before `end`, without rehearsals: question, answer, moment."""
    given = (
        select(Rating.conversation_id, Rating.answer, Rating.given_at)
        .join(Conversation, Conversation.id == Rating.conversation_id)
        .where(Rating.given_at >= start, Rating.given_at < end, Conversation.rehearsal.is_(False))
    )
    return [(question_of(number), answer, at) for number, answer, at in session().execute(given)]


def preparing(conversation_id: int) -> Preparing:
    """Return how far the work is that colleagues do for a contact; not what it is, which is theirs."""
    tasks = [one.task for one in casework.of_conversation(conversation_id)]
    unfinished = [task.due_on for task in tasks if task.state != "done"]
    return Preparing(min(unfinished, default=None), len(unfinished), len(tasks) - len(unfinished))


def record(conversation: Conversation) -> Record:
    """Return everything that is stored of a contact, for its citizen to take along."""
    entries = conversations.messages(conversation.id, after=-1, limit=ALL)
    return Record(
        conversation, entries, conversations.earlier([entry.id for entry in entries]),
        attachments.of(conversation.id), rating(conversation.id),
    )  # fmt: skip
