"""Writes what is said: messages, changed wordings, how far each side has read. `actions` hands it on to other rooms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import JSON, Connection, Integer, String, Text, bindparam, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.queries import StaffIdentity
from app.contacts.models import Contact
from app.contacts.queries import Holder
from app.conversations import answer_emails, queries
from app.conversations.models import Author, Conversation, ConversationState, Message, MessageEdit
from app.conversations.queries import Entry, Viewer
from app.core import audit, clock
from app.core.bus import publish
from app.core.db import UtcDateTime, session, transaction
from app.core.security import new_token
from app.events import MarksMoved, MessageEdited, MessagePosted

Side = Literal["citizen", "operator"]
# Of the 64 characters that a ref may have, room is left for a mark.
LONGEST_REF = 40


@dataclass(frozen=True)
class NewMessage:
    """A message to be stored; without `staff` it is the citizen's. `reference` is what the audit log writes.

    `details` describes a file that the message carries.
    """

    conversation_id: int
    ref: str
    body: str
    staff: StaffIdentity | None = None
    reference: str = ""
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Refused:
    """Why a message was not stored or changed: the conversation has ended, or it is not the sender's to write in."""

    reason: str


def post_message(draft: NewMessage) -> Entry | Refused:
    """Store one message; the same `ref` again returns what was stored."""
    return post_messages([draft])[0]


def post_written(draft: NewMessage) -> Entry | Refused:
    """Store what a form has sent. A page that one goes back to sends other words by the same `ref`: both stay."""
    stored = post_message(draft)
    if isinstance(stored, Refused) or stored.body == draft.body or stored.edited_at:
        return stored
    return post_message(replace(draft, ref=other_ref(draft.ref, draft.body)))


def other_ref(ref: str, content: str) -> str:
    """Name what is sent by a ref that stands for something else: twice the same by the same name."""
    return f"{ref[:LONGEST_REF]}-{hashlib.sha256(content.encode()).hexdigest()[:16]}"


def post_messages(drafts: Sequence[NewMessage]) -> list[Entry | Refused]:
    """Store messages of any conversations in one transaction, in their order; tell the listeners after the commit."""
    with transaction() as current:
        connection = current.connection()
        return [_post(connection, draft) for draft in drafts]


def _post(connection: Connection, draft: NewMessage) -> Entry | Refused:
    staff = draft.staff
    values: dict[str, Any] = {
        "conversation_id": draft.conversation_id, "ref": draft.ref,
        "author": str(Author.OPERATOR if staff else Author.CITIZEN),
        "staff_id": staff.id if staff else None, "name": staff.name if staff else None, "body": draft.body,
        "details": draft.details, "at": clock.now(),
    }  # fmt: skip
    row = connection.execute(_insertion(connection.dialect.name, staff is not None), values).first()
    if row is None:
        return _why_not(draft)
    stored = row[0]
    queries.note(written := Entry(stored, **values))
    if staff:
        audit.record(staff.actor, "conversation.answer", f"conversation:{draft.reference}")
        if row[1]:
            answer_emails.enqueue(written, row[1])
    publish(MessagePosted(draft.conversation_id, stored))
    return written


@lru_cache(maxsize=4)
def _insertion(dialect: str, answer: bool) -> Any:
    """Build the one statement that admits, deduplicates and stores; it returns the id.

    Of an operator's `answer` it also returns the e-mail address that it has to be sent to, if any.

    It inserts nothing when the conversation has ended, or is not the operator's, or already has a message of this ref.
    The lock on the conversation lets message ids grow in the order of commits, where the database writes in parallel.
    """
    types: dict[str, Any] = {
        "conversation_id": Integer, "ref": String, "author": String, "staff_id": Integer, "name": String, "body": Text,
        "details": JSON(none_as_null=True), "at": UtcDateTime,
    }  # fmt: skip
    given = {name: bindparam(name, type_=kind) for name, kind in types.items()}
    admitted = (
        select(*given.values())
        .select_from(Conversation)
        .where(
            Conversation.id == given["conversation_id"],
            Conversation.state != ConversationState.ENDED,
            or_(
                given["staff_id"].is_(None),
                Conversation.staff_id == given["staff_id"],
                queries.takes_part(given["staff_id"]),
            ),
        )
        .with_for_update()
    )
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    stored = (
        insert(Message)
        .from_select(list(types), admitted, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["conversation_id", "ref"])
    )
    return stored.returning(Message.id, _address_of(given)) if answer else stored.returning(Message.id)


def _address_of(given: Mapping[str, Any]) -> Any:
    wants_email = (Conversation.id == given["conversation_id"], Conversation.answer_by == "email")
    # Nested, not joined: in RETURNING the columns are written without their tables.
    contact_id = select(Conversation.contact_id).where(*wants_email).scalar_subquery()
    return select(Contact.email).where(Contact.id == contact_id).scalar_subquery()


def _why_not(draft: NewMessage) -> Entry | Refused:
    already = queries.by_ref(draft.conversation_id, draft.ref)
    if already is None:
        found = session().get(Conversation, draft.conversation_id, populate_existing=True)
        return Refused("ended" if found is None or found.state == ConversationState.ENDED else "not-yours")
    # A ref that someone else has used is no repetition.
    return already if already.staff_id == (draft.staff.id if draft.staff else None) else Refused("ref-taken")


def edit_message(editor: Viewer, message_id: int, body: str) -> Entry | Refused:
    """Let the author of a message put it into other words; the earlier ones stay to be seen."""
    with transaction() as current:
        row = current.execute(
            select(Message.conversation_id, Message.body, Conversation.state, Contact.reference)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .join(Contact, Contact.id == Conversation.contact_id)
            .where(Message.id == message_id, _wrote(editor))
            .with_for_update(of=Conversation)
        ).first()
        if row is None or row.state == ConversationState.ENDED:
            return Refused("not-yours" if row is None else "ended")
        if row.body != body:
            now = clock.now()
            current.add(MessageEdit(message_id=message_id, body=row.body, at=now))
            current.execute(update(Message).where(Message.id == message_id).values(body=body, edited_at=now))
            if isinstance(editor, StaffIdentity):
                audit.record(editor.actor, "conversation.edit", f"conversation:{row.reference}")
            publish(MessageEdited(row.conversation_id, message_id))
        queries.forget(message_id)
        return queries.entry(message_id)


def _wrote(editor: Viewer) -> Any:
    if isinstance(editor, Holder):
        return (Message.author == Author.CITIZEN) & queries.held_by(editor)
    at_it = or_(Conversation.staff_id == editor.id, queries.takes_part(editor.id))
    return (Message.author == Author.OPERATOR) & (Message.staff_id == editor.id) & at_it


def mark(side: Side, conversation_id: int, delivered: int = 0, read: int = 0) -> bool:
    """Note how far one side has received and read; never backwards, never beyond what there is."""
    moved = {"delivered": max(delivered, read), "read": read}
    with transaction() as current:
        last = queries.last_id(conversation_id)
        changed = False
        for kind, wanted in moved.items():
            column, upto = getattr(Conversation, f"{kind}_{side}"), min(wanted, last)
            forward = update(Conversation).where(Conversation.id == conversation_id, column < upto)
            changed |= current.execute(forward.values({column: upto}).returning(Conversation.id)).scalar() is not None
        if changed:
            publish(MarksMoved(conversation_id, side))
    return changed


def forget_files(ids: Sequence[int]) -> None:
    """Let messages no longer name files that are not kept any more; their words stay."""
    with transaction() as current:
        current.execute(update(Message).where(Message.id.in_(ids)).values(details=null()))


def ask_for_time(conversation_id: int, ref: str) -> None:
    """Tell the operator, in the conversation, that the citizen needs more time."""
    with transaction():
        ended = queries.state_of(conversation_id).state == ConversationState.ENDED
        if not ended and queries.by_ref(conversation_id, ref) is None:
            say(conversation_id, "more-time", ref)


def say(conversation_id: int, code: str, ref: str = "", **details: str) -> None:
    """Let the service itself say something; readers see it in their own language. Call it inside a transaction."""
    row = Message(
        conversation_id=conversation_id, ref=ref or f"system-{new_token()[:12]}", author=Author.SYSTEM, body=code,
        details=details, at=clock.now(),
    )  # fmt: skip
    session().add(row)
    session().flush()
    publish(MessagePosted(conversation_id, row.id))
