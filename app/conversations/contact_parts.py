"""What the room answers about contacts: their conversations, as parts, as data, and how they are erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.contacts.models import PartKind
from app.conversations import queries, retention, words
from app.conversations.models import Author, Conversation
from app.conversations.queries import Entry
from app.core.clock import iso
from app.core.db import session
from app.core.feature import ContactHooks, Page, Part

# More than anyone writes in one conversation.
ALL_MESSAGES = 100_000
ICONS = {"chat": "chat", "callback": "phone"}


def parts(contact_id: int) -> Sequence[Part]:
    """Return the conversations of a contact."""
    return [
        Part(
            kind=PartKind.CONVERSATION, id=one.id, icon=ICONS[one.channel],
            title=f"{words.CHANNELS[one.channel]}: {words.subject(one)}", state=words.state_word(one),
            endpoint="tracking.show", arguments={"public_id": one.public_id}, at=one.opened_at,
            staff_page=Page("console.conversation_page", {"public_id": one.public_id}),
            kept_pages=("chat.conversation_page",),
        )
        for one in _of(contact_id)
    ]  # fmt: skip


def export(contact_id: int, only: tuple[str, int] | None) -> Mapping[str, Any]:
    """Return everything stored of the conversations of a contact, or of the one that `only` names."""
    wanted = [one for one in _of(contact_id) if only in {None, (str(PartKind.CONVERSATION), one.id)}]
    return {"conversations": [_exported(one) for one in wanted]}


def _of(contact_id: int) -> Sequence[Conversation]:
    wanted = select(Conversation).where(Conversation.contact_id == contact_id).order_by(Conversation.id)
    return session().scalars(wanted).all()


def _exported(one: Conversation) -> dict[str, Any]:
    entries = queries.messages(one.id, after=-1, limit=ALL_MESSAGES)
    earlier = queries.earlier([entry.id for entry in entries if entry.edited_at])

    def message(entry: Entry) -> dict[str, Any]:
        said = words.system_text(entry.body, entry.details) if entry.author == Author.SYSTEM else entry.body
        found = {"id": entry.id, "author": entry.author, "name": entry.name, "at": iso(entry.at), "body": said}
        before = [{"body": edit.body, "until": iso(edit.at)} for edit in earlier.get(entry.id, ())]
        return {**found, "earlier": before} if before else found

    return {
        "id": one.public_id, "channel": one.channel, "state": one.state, "subject": one.subject, "topic": one.topic,
        "outcome": one.outcome, "operator": one.staff_name, "answer_by": one.answer_by, "opened_at": iso(one.opened_at),
        "taken_at": iso(one.taken_at) if one.taken_at else None,
        "ended_at": iso(one.ended_at) if one.ended_at else None,
        "read_until_message": one.read_citizen, "messages": [message(entry) for entry in entries],
    }  # fmt: skip


hooks = ContactHooks(
    parts=parts, erase=retention.erase_of_contact, export=export, used=retention.used,
    addresses_needed=retention.addresses_needed,
)  # fmt: skip
