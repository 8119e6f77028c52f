"""The only writers of conversations. A message's `ref` makes sending again harmless; the database decides who takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Connection, Integer, String, Text, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from app.accounts.queries import StaffIdentity
from app.conversations import keys, queries, text
from app.conversations.keys import Keys
from app.conversations.models import Conversation, ConversationKey, Message
from app.conversations.queries import Entry
from app.core import audit, clock
from app.core.bus import publish
from app.core.db import UtcDateTime, session, transaction
from app.core.security import hash_token, installation_key, new_token, short_code, token_matches
from app.events import (
    ConversationEnded,
    ConversationOpened,
    ConversationReleased,
    ConversationTaken,
    MessagePosted,
)
from app.locations.queries import channel_hours

REFERENCE = "aaa999"
OPERATOR_STATES = ("waiting", "message")


@dataclass(frozen=True)
class Opening:
    """What a citizen brings to a new conversation. A call-back has a phone number, a chat usually a first message.

    `once` is the token of the page that asks: the same page sent twice, unchanged, opens one conversation.
    """

    channel: str
    language: str
    topic: str = ""
    needs: Sequence[str] = field(default_factory=tuple)
    ref: str = ""
    body: str = ""
    phone: str | None = None
    answer_by: str | None = None
    best_time: str | None = None
    once: str = ""


@dataclass(frozen=True)
class Opened:
    """A new conversation. `token` and `code` are shown to the citizen now and never again."""

    id: int
    public_id: str
    reference: str
    state: str
    token: str
    code: str


@dataclass(frozen=True)
class Draft:
    """A message to be stored; without `staff` it is the citizen's. `reference` is what the audit log writes."""

    conversation_id: int
    ref: str
    body: str
    staff: StaffIdentity | None = None
    reference: str = ""


@dataclass(frozen=True)
class Refused:
    """Why a message was not stored: the conversation has ended, or it is not the sender's to write in."""

    reason: str


def open_conversation(opening: Opening) -> Opened:
    """Start a conversation: in the line when the channel is open, as a message left when it is not."""
    if not opening.once:
        return _open(opening, keys.drawn())
    made = keys.worked_out(installation_key(), repr(opening))
    try:
        return _opened_before(made) or _open(opening, made)
    except IntegrityError:
        # Sent twice at once, the other one was first.
        if before := _opened_before(made):
            return before
        raise


def _opened_before(made: Keys) -> Opened | None:
    row = session().scalar(select(Conversation).where(Conversation.public_id == made.public_id))
    return Opened(row.id, row.public_id, row.reference, row.state, made.token, made.code) if row else None


def _open(opening: Opening, made: Keys) -> Opened:
    waits = opening.channel == "callback" or channel_hours("chat").open
    with transaction() as current:
        row = Conversation(
            public_id=made.public_id, reference=_free_reference(), code_hash=hash_token(made.code),
            channel=opening.channel, language=opening.language, needs=list(opening.needs),
            topic=opening.topic or text.gist(opening.body),
            state="waiting" if waits else "message", opened_at=clock.now(), phone=opening.phone,
            answer_by=opening.answer_by, best_time=opening.best_time,
        )  # fmt: skip
        current.add(row)
        current.flush()
        current.add(ConversationKey(conversation_id=row.id, token_hash=hash_token(made.token), created_at=clock.now()))
        publish(ConversationOpened(row.id))
        if opening.body:
            post_message(Draft(row.id, opening.ref or new_token(), opening.body))
    return Opened(row.id, row.public_id, row.reference, row.state, made.token, made.code)


def _free_reference() -> str:
    while True:
        reference = short_code(REFERENCE)
        if session().scalar(select(Conversation.id).where(Conversation.reference == reference)) is None:
            return reference


def continue_elsewhere(reference: str, code: str) -> tuple[str, str] | None:
    """Give another browser a key of its own: return public id and token, or None when the two do not fit."""
    found = session().scalar(select(Conversation).where(Conversation.reference == text.code(reference)))
    # Compared even when there is no such conversation, so that the answer's time tells nothing.
    fits = token_matches(text.code(code), found.code_hash if found else hash_token(""))
    if found is None or not fits:
        return None
    token = new_token()
    with transaction() as current:
        current.add(ConversationKey(conversation_id=found.id, token_hash=hash_token(token), created_at=clock.now()))
    return found.public_id, token


def post_message(draft: Draft) -> Entry | Refused:
    """Store one message; the same `ref` again returns what was stored."""
    return post_messages([draft])[0]


def post_messages(drafts: Sequence[Draft]) -> list[Entry | Refused]:
    """Store messages of any conversations in one transaction, in their order; tell the listeners after the commit."""
    with transaction() as current:
        connection = current.connection()
        return [_post(connection, draft) for draft in drafts]


def _post(connection: Connection, draft: Draft) -> Entry | Refused:
    staff = draft.staff
    values: dict[str, Any] = {
        "conversation_id": draft.conversation_id, "ref": draft.ref, "author": "operator" if staff else "citizen",
        "staff_id": staff.id if staff else None, "name": staff.name if staff else None, "body": draft.body,
        "details": None, "at": clock.now(),
    }  # fmt: skip
    stored = connection.execute(_insertion(connection.dialect.name), values).scalar()
    if stored is None:
        return _why_not(draft)
    queries.note(written := Entry(stored, **values))
    if staff:
        audit.record(staff.actor, "conversation.answer", f"conversation:{draft.reference}")
    publish(MessagePosted(draft.conversation_id, stored))
    return written


@lru_cache(maxsize=2)
def _insertion(dialect: str) -> Any:
    """Build the one statement that admits, deduplicates and stores.

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
            Conversation.state != "ended",
            or_(given["staff_id"].is_(None), Conversation.staff_id == given["staff_id"]),
        )
        .with_for_update()
    )
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return (
        insert(Message)
        .from_select(list(types), admitted, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["conversation_id", "ref"])
        .returning(Message.id)
    )


def _why_not(draft: Draft) -> Entry | Refused:
    already = queries.by_ref(draft.conversation_id, draft.ref)
    if already is None:
        found = session().get(Conversation, draft.conversation_id, populate_existing=True)
        return Refused("ended" if found is None or found.state == "ended" else "not-yours")
    # A ref that someone else has used is no repetition.
    return already if already.staff_id == (draft.staff.id if draft.staff else None) else Refused("ref-taken")


def ask_for_time(conversation_id: int, ref: str) -> None:
    """Tell the operator, in the conversation, that the citizen needs more time."""
    with transaction():
        if queries.state_of(conversation_id).state != "ended" and queries.by_ref(conversation_id, ref) is None:
            _say(conversation_id, "more-time", ref)


def take(staff: StaffIdentity, public_id: str) -> bool:
    """Give a waiting conversation to `staff`; False when it does not wait, or a colleague was faster."""
    with transaction() as current:
        taken = current.execute(
            update(Conversation)
            .where(Conversation.public_id == public_id, Conversation.state.in_(OPERATOR_STATES))
            .values(state="active", staff_id=staff.id, staff_name=staff.name, taken_at=clock.now())
            .returning(Conversation.id, Conversation.reference)
        ).first()
        if taken is None:
            return False
        _say(taken.id, "joined", name=staff.name)
        audit.record(staff.actor, "conversation.take", f"conversation:{taken.reference}")
        publish(ConversationTaken(taken.id, staff.id))
    return True


def release(staff: StaffIdentity, conversation: Conversation) -> bool:
    """Put an operator's own conversation back into the line, at the place that it had."""
    with transaction():
        if not _release(conversation.id, staff.id):
            return False
        audit.record(staff.actor, "conversation.release", f"conversation:{conversation.reference}")
    return True


def release_all(staff_id: int) -> None:
    """Put back what somebody was answering who may not answer any more: no citizen waits for who does not come."""
    with transaction() as current:
        own = select(Conversation.id).where(Conversation.state == "active", Conversation.staff_id == staff_id)
        for conversation_id in current.scalars(own).all():
            _release(conversation_id, staff_id)


def _release(conversation_id: int, staff_id: int) -> bool:
    with transaction() as current:
        released = current.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id)
            .where(Conversation.state == "active", Conversation.staff_id == staff_id)
            .values(state="waiting", staff_id=None, staff_name=None, taken_at=None)
            .returning(Conversation.id)
        ).scalar()
        if released is None:
            return False
        _say(conversation_id, "released")
        publish(ConversationReleased(conversation_id, staff_id))
    return True


def end(conversation: Conversation, staff: StaffIdentity | None = None) -> bool:
    """Close a conversation for good, by the citizen or by its operator; a call-back's number is erased with it."""
    wanted = update(Conversation).where(Conversation.id == conversation.id, Conversation.state != "ended")
    if staff:
        wanted = wanted.where(Conversation.staff_id == staff.id)
    with transaction() as current:
        values = {"state": "ended", "ended_at": clock.now(), "phone": None, "best_time": None}
        if current.execute(wanted.values(**values).returning(Conversation.id)).scalar() is None:
            return False
        _say(conversation.id, "ended-operator" if staff else "ended-citizen")
        if staff:
            audit.record(staff.actor, "conversation.end", f"conversation:{conversation.reference}")
        publish(ConversationEnded(conversation.id))
    return True


def _say(conversation_id: int, code: str, ref: str = "", **details: str) -> None:
    """Let the service itself say something; readers see it in their own language."""
    row = Message(
        conversation_id=conversation_id, ref=ref or f"system-{new_token()[:12]}", author="system", body=code,
        details=details, at=clock.now(),
    )  # fmt: skip
    session().add(row)
    session().flush()
    publish(MessagePosted(conversation_id, row.id))
