"""What is known of conversations. Whoever asks for one says who they are: a key's holder or a member of staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.engine import Row

from app.accounts.queries import StaffIdentity
from app.contacts.models import PartKind
from app.contacts.queries import Access, Holder, opened_by
from app.conversations import text
from app.conversations.models import Conversation, ConversationState, Message, MessageEdit, Participant
from app.conversations.waiting import WaitRange, estimate
from app.core import clock
from app.core.db import session
from app.core.settings import settings
from app.locations.queries import channel_hours
from app.presence import queries as presence

ANSWERING = ("operator", "supervisor")
# A page shows, and a reconnected client is sent, at most so many messages at once.
PAGE = 500
# Handling times change with the season and with the people; older ones say nothing of today.
MEASURED = timedelta(days=28)
MEASURED_MOST = 400
# Later nobody remembers what a conversation was about.
SETTLED_WITHIN = timedelta(days=1)
DESK_LISTS = ("own", "waiting", "messages", "callbacks", "brought", "unsettled")
# Of what these list, nobody asks how much is unanswered.
UNCOUNTED = ("brought", "unsettled")
WAITING = (
    Conversation.channel == "chat", Conversation.state == ConversationState.WAITING, Conversation.rehearsal.is_(False)
)  # fmt: skip


Viewer = Holder | StaffIdentity


@dataclass(frozen=True)
class Entry:
    """One stored message, as everyone may keep it."""

    id: int
    conversation_id: int
    ref: str
    author: str
    staff_id: int | None
    name: str | None
    body: str
    details: Mapping[str, Any] | None
    at: datetime
    edited_at: datetime | None = None


@dataclass(frozen=True)
class Availability:
    """Whether one can talk to somebody now: the hours, who is really there, and how much they can still take."""

    open: bool
    present: int
    free: int
    can_chat: bool
    next_opening: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class DeskEntry:
    """One conversation as the desk lists it. `unanswered` counts the citizen's messages since the last answer."""

    conversation: Conversation
    unanswered: int
    last_id: int


def conversation(viewer: Viewer, public_id: str) -> Conversation | None:
    """Return a conversation that `viewer` may read: the citizen's own, or one that is theirs to answer."""
    if not text.is_ref(public_id):
        return None
    wanted = select(Conversation).where(Conversation.public_id == public_id)
    return session().scalar(_readable(wanted, viewer).execution_options(populate_existing=True))


def _readable(wanted: Select[Conversation], viewer: Viewer) -> Select[Conversation]:
    if isinstance(viewer, Holder):
        return wanted.where(held_by(viewer))
    brought_in = takes_part(viewer.id)
    if viewer.role not in ANSWERING:
        return wanted.where(brought_in)
    if viewer.role == "supervisor":
        return wanted
    # What a colleague is answering, or has answered, is between the two.
    return wanted.where(or_(Conversation.staff_id.is_(None), Conversation.staff_id == viewer.id, brought_in))


def held_by(holder: Holder) -> Any:
    """Return the condition that a citizen's keys open a conversation."""
    return opened_by(holder, PartKind.CONVERSATION, Conversation.id, Conversation.contact_id)


def of_contact(holder: Holder, contact_id: int) -> list[Conversation]:
    """Return the conversations of a contact that `holder` may read, the newest first."""
    wanted = select(Conversation).where(Conversation.contact_id == contact_id, held_by(holder))
    return list(session().scalars(wanted.order_by(Conversation.id.desc()).execution_options(populate_existing=True)))


def subject_before(holder: Holder, before: Access | None) -> str:
    """Return the subject of the newest conversation of the contact that a new part goes on with; empty without one."""
    own = of_contact(holder, before.contact.id) if before else []
    return own[0].subject if own else ""


def unfinished(holder: Holder) -> list[Conversation]:
    """Return the chats that `holder` may read and that have not ended, the newest first; at most five."""
    running = (Conversation.state != ConversationState.ENDED, Conversation.channel == "chat")
    wanted = select(Conversation).where(*running, held_by(holder)) if holder.tokens else None
    return list(session().scalars(wanted.order_by(Conversation.id.desc()).limit(5))) if wanted is not None else []


def takes_part(staff_id: Any) -> Any:
    """Return the condition that a person was brought into a conversation and is still there."""
    there = (Participant.staff_id == staff_id, Participant.left_at.is_(None))
    return select(Participant.id).where(Participant.conversation_id == Conversation.id, *there).exists()


def operator_of(conversation_id: int) -> int | None:
    """Return whose conversation it is; nobody's when it waits or is gone."""
    return session().scalar(select(Conversation.staff_id).where(Conversation.id == conversation_id))


def writes_in(staff_id: int, conversation_id: int) -> bool:
    """Say whether a person answers in a conversation now: their own, or one that they were brought into."""
    theirs = (Conversation.staff_id == staff_id) | takes_part(staff_id)
    active = Conversation.state == ConversationState.ACTIVE
    wanted = select(Conversation.id).where(Conversation.id == conversation_id, active, theirs)
    return session().scalar(wanted) is not None


def participants(conversation_id: int) -> list[Participant]:
    """Return the colleagues who were brought in and are still there, in their order."""
    there = (Participant.conversation_id == conversation_id, Participant.left_at.is_(None))
    return list(session().scalars(select(Participant).where(*there).order_by(Participant.id)))


def exists(public_id: str) -> bool:
    """Say whether there is, or was, such a conversation; tells nothing of it."""
    wanted = select(Conversation.id).where(Conversation.public_id == public_id)
    return text.is_ref(public_id) and session().scalar(wanted) is not None


def state_of(conversation_id: int) -> Conversation:
    """Return a conversation for the service's own use, after the viewer was admitted."""
    return session().get_one(Conversation, conversation_id, populate_existing=True)


def messages(conversation_id: int, after: int = 0, limit: int = PAGE) -> list[Entry]:
    """Return an admitted viewer's messages after the one of id `after`, oldest first; without it the newest `limit`."""
    wanted = select(*_columns()).where(Message.conversation_id == conversation_id)
    if after:
        following = wanted.where(Message.id > after).order_by(Message.id).limit(limit)
        return [_entry(row) for row in session().execute(following)]
    newest = session().execute(wanted.order_by(Message.id.desc()).limit(limit)).all()
    return [_entry(row) for row in reversed(newest)]


def by_ref(conversation_id: int, ref: str) -> Entry | None:
    """Return the message that its sender named `ref`."""
    row = session().execute(
        select(*_columns()).where(Message.conversation_id == conversation_id, Message.ref == ref)
    ).first()  # fmt: skip
    return _entry(row) if row else None


def entry(message_id: int) -> Entry:
    """Return one stored message; one that this context has just written is not read back."""
    known: dict[int, Entry] = session().info.get("posted", {})
    return known.get(message_id) or _entry(session().execute(select(*_columns()).where(Message.id == message_id)).one())


def note(written: Entry) -> None:
    """Remember what this context has just written, for `entry`."""
    session().info.setdefault("posted", {})[written.id] = written


def forget(message_id: int) -> None:
    """Drop what `note` remembered of a message that has changed."""
    session().info.get("posted", {}).pop(message_id, None)


def last_id(conversation_id: int) -> int:
    """Return the id of a conversation's last message; 0 when nothing was said."""
    return session().scalar(select(func.max(Message.id)).where(Message.conversation_id == conversation_id)) or 0


def entry_of(conversation_id: int, message_id: int) -> Entry | None:
    """Return a message of this conversation; nothing for a message of another one."""
    wanted = select(*_columns()).where(Message.conversation_id == conversation_id, Message.id == message_id)
    row = session().execute(wanted).first()
    return _entry(row) if row else None


def edited(conversation_id: int) -> list[Entry]:
    """Return the messages whose words were changed, for a page that may have missed it."""
    wanted = select(*_columns()).where(Message.conversation_id == conversation_id, Message.edited_at.is_not(None))
    return [_entry(row) for row in session().execute(wanted.order_by(Message.id).limit(PAGE))]


def earlier(ids: list[int]) -> dict[int, list[MessageEdit]]:
    """Return the earlier wordings of messages, the oldest first."""
    found: dict[int, list[MessageEdit]] = {}
    if ids:
        wanted = select(MessageEdit).where(MessageEdit.message_id.in_(ids)).order_by(MessageEdit.id)
        for edit in session().scalars(wanted):
            found.setdefault(edit.message_id, []).append(edit)
    return found


def _columns() -> tuple[Any, ...]:
    return (
        Message.id, Message.conversation_id, Message.ref, Message.author, Message.staff_id, Message.name, Message.body,
        Message.details, Message.at, Message.edited_at,
    )  # fmt: skip


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(*row)


def position(conversation: Conversation) -> int | None:
    """Return a waiting citizen's place in the line, 1 for the next one; None when they do not wait in it."""
    if conversation.state != ConversationState.WAITING or conversation.channel != "chat" or conversation.rehearsal:
        return None
    before = session().scalar(
        select(func.count())
        .select_from(Conversation)
        .where(
            *WAITING,
            or_(
                Conversation.opened_at < conversation.opened_at,
                (Conversation.opened_at == conversation.opened_at) & (Conversation.id < conversation.id),
            ),
        )
    )
    return 1 + (before or 0)


def line() -> list[tuple[int, str]]:
    """Return the waiting chats in their order, as internal and public id."""
    wanted = _line().with_only_columns(Conversation.id, Conversation.public_id)
    return [(row.id, row.public_id) for row in session().execute(wanted)]


def _line() -> Select[Conversation]:
    return select(Conversation).where(*WAITING).order_by(Conversation.opened_at, Conversation.id)


def availability(channel: str = "chat") -> Availability:
    """Say whether a citizen can talk to somebody now."""
    hours = channel_hours(channel)
    there = presence.here(ANSWERING) if hours.open else []
    free = _free(there)
    waiting = session().scalar(select(func.count()).select_from(Conversation).where(*WAITING)) or 0 if there else 0
    # Nobody is let stand in a line that those who are there cannot serve.
    room = waiting < free + len(there) * settings().chat_line_per_operator
    return Availability(hours.open, len(there), free, bool(there) and room, hours.next_opening, hours.closes_at)


def attendance(channel: str = "chat") -> str:
    """Say what who waits may expect: `here` (somebody is there), `nobody` (in opening hours) or `closed`."""
    if presence.here(ANSWERING):
        return "here"
    return "nobody" if channel_hours(channel).open else "closed"


def _free(there: list[presence.Present]) -> int:
    mine = (Conversation.state == ConversationState.ACTIVE, Conversation.rehearsal.is_(False))
    own = (Conversation.staff_id.in_([one.staff_id for one in there]), *mine)
    counts = select(Conversation.staff_id, func.count()).where(*own).group_by(Conversation.staff_id)
    held: dict[int | None, int] = {row[0]: row[1] for row in session().execute(counts)} if there else {}
    return sum(max(0, one.limit - held.get(one.staff_id, 0)) for one in there)


def wait(position: int) -> WaitRange | None:
    """Return how long a citizen at `position` has to wait, from recent conversations; None: we do not know."""
    there = presence.here(ANSWERING)
    if not there:
        return None
    return estimate(position, _handling_minutes(), sum(one.limit for one in there), _free(there))


def _handling_minutes() -> list[float]:
    ended = (
        Conversation.channel == "chat",
        Conversation.state == ConversationState.ENDED,
        Conversation.rehearsal.is_(False),
        Conversation.taken_at.is_not(None),
        Conversation.ended_at >= clock.now() - MEASURED,
    )
    spans = select(Conversation.taken_at, Conversation.ended_at).where(*ended)
    latest = spans.order_by(Conversation.ended_at.desc()).limit(MEASURED_MOST)
    return [(end - start).total_seconds() / 60 for start, end in session().execute(latest) if start and end]


def desk(staff: StaffIdentity) -> dict[str, list[DeskEntry]]:
    """Return what a desk lists, the oldest first, in one statement for all lists and one for their messages.

    `own`, `waiting`, `messages` (left) and `callbacks` are empty for staff who do not answer; `brought` are
    conversations that the person was asked into, `unsettled` are theirs that the citizen has recently ended and that
    have no outcome yet.
    """
    lists = _desk_lists(staff)
    parts = (
        select(Conversation.id, literal(name).label("list"))
        .where(*conditions).order_by(Conversation.opened_at, Conversation.id).limit(PAGE).subquery()
        for name, conditions in lists.items()
    )  # fmt: skip
    listed = union_all(*(select(part) for part in parts)).subquery()
    wanted = (
        select(listed.c.list, Conversation)
        .join(Conversation, Conversation.id == listed.c.id)
        .order_by(Conversation.opened_at, Conversation.id)
        .execution_options(populate_existing=True)
    )
    found = [(name, one) for name, one in session().execute(wanted)]
    counts = _unanswered([one.id for name, one in found if name not in UNCOUNTED])
    desk: dict[str, list[DeskEntry]] = {name: [] for name in DESK_LISTS}
    for name, one in found:
        desk[name].append(DeskEntry(one, *(counts.get(one.id, (0, 0)) if name not in UNCOUNTED else (0, 0))))
    desk["unsettled"].sort(key=lambda entry: entry.conversation.ended_at or entry.conversation.opened_at)
    return desk


def _desk_lists(staff: StaffIdentity) -> dict[str, tuple[ColumnElement[bool], ...]]:
    """Return the condition of each list that `staff` sees at the desk."""
    real = Conversation.rehearsal.is_(False)
    lists: dict[str, tuple[ColumnElement[bool], ...]] = {
        "brought": (Conversation.state == ConversationState.ACTIVE, takes_part(staff.id)),
        "unsettled": (
            Conversation.state == ConversationState.ENDED, Conversation.staff_id == staff.id,
            Conversation.outcome.is_(None), real,
            Conversation.ended_at >= clock.now() - SETTLED_WITHIN,
        ),
    }  # fmt: skip
    if staff.role in ANSWERING:
        lists |= {
            "own": (Conversation.state == ConversationState.ACTIVE, Conversation.staff_id == staff.id, real),
            "waiting": WAITING,
            "messages": (Conversation.state == ConversationState.LEFT_MESSAGE, real),
            "callbacks": (Conversation.channel == "callback", Conversation.state == ConversationState.WAITING),
        }
    return lists


def _unanswered(ids: list[int]) -> dict[int, tuple[int, int]]:
    if not ids:
        return {}
    answered = (
        select(Message.conversation_id, func.max(Message.id).label("last"))
        .where(Message.conversation_id.in_(ids), Message.author == "operator")
        .group_by(Message.conversation_id)
        .subquery()
    )
    unanswered = (Message.author == "citizen") & (Message.id > func.coalesce(answered.c.last, 0))
    rows = session().execute(
        select(Message.conversation_id, func.count().filter(unanswered), func.max(Message.id))
        .outerjoin(answered, answered.c.conversation_id == Message.conversation_id)
        .where(Message.conversation_id.in_(ids))
        .group_by(Message.conversation_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}
