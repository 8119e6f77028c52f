"""The only writers of conversations. A message's `ref` makes sending again harmless; the database decides who takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import case, func, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Staff
from app.accounts.queries import StaffIdentity
from app.contacts import actions as contacts
from app.contacts import keys
from app.contacts.actions import Details
from app.contacts.keys import Keys
from app.contacts.models import Contact, Purpose
from app.contacts.queries import by_public_id as contact_by_public_id
from app.conversations import queries, text
from app.conversations.models import OUTCOMES, Conversation, ConversationState, Participant
from app.conversations.posting import (
    NewMessage,
    Refused,
    ask_for_time,
    edit_message,
    forget_files,
    mark,
    other_ref,
    post_message,
    post_messages,
    post_written,
    say,
)
from app.conversations.queries import Entry
from app.core import audit, clock
from app.core.bus import publish
from app.core.db import session, transaction
from app.core.security import installation_key, new_token
from app.core.settings import settings
from app.events import (
    ConversationClosed,
    ConversationEnded,
    ConversationOpened,
    ConversationReleased,
    ConversationReopened,
    ConversationTaken,
    ParticipantsChanged,
)
from app.locations.queries import channel_hours
from app.presence import queries as presence

__all__ = [
    "NewMessage", "OpenedConversation", "Opening", "Refused", "ask_for_time", "bring_in", "close_line",
    "edit_message", "end", "forget_files", "go_on", "hand_over", "mark", "open_conversation", "other_ref",
    "post_message", "post_messages", "post_written", "release", "settle", "step_out", "take", "take_back",
    "take_back_forgotten",
]  # fmt: skip

UNANSWERED_STATES = (ConversationState.WAITING, ConversationState.LEFT_MESSAGE)
PARTICIPATING = ("editor", "operator", "supervisor")
HELD = (Conversation.state == ConversationState.ACTIVE, Conversation.rehearsal.is_(False))


@dataclass(frozen=True)
class Opening:
    """What a citizen brings to a new conversation. A call-back has a phone number, a chat usually a first message.

    `leave` makes it a message left: the citizen was told that nobody is there. `answer_by` says how to answer then.
    `once` is the token of the page that asks: the same page sent twice, unchanged, opens one conversation. With
    `contact` it goes on with a contact that its citizen has already, otherwise it begins one; `until` is the moment
    until which the citizen's device keeps its key (None: as long as the contact).
    """

    channel: str
    language: str
    subject: str = ""
    needs: Sequence[str] = field(default_factory=tuple)
    ref: str = ""
    body: str = ""
    phone: str | None = None
    email: str | None = None
    answer_by: str | None = None
    best_time: str | None = None
    leave: bool = False
    rehearsal: bool = False
    once: str = ""
    contact: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class OpenedConversation:
    """A new conversation. `contact` holds what opens it; None when it goes on with a contact that was opened before."""

    id: int
    public_id: str
    reference: str
    state: str
    contact: contacts.OpenedContact | None


def open_conversation(opening: Opening) -> OpenedConversation:
    """Start a conversation: in the line when the channel is open, as a message left when nobody is there."""
    if not opening.once:
        return _open(opening, keys.random_keys())
    # How long the device remembers is no part of what was asked for: it is another moment each time.
    made = keys.derived_keys(installation_key(), repr(replace(opening, until=None)))
    try:
        return _opened_before(made) or _open(opening, made)
    except IntegrityError:
        # Sent twice at once, the other one was first.
        if before := _opened_before(made):
            return before
        raise


def _opened_before(made: Keys) -> OpenedConversation | None:
    row = session().scalar(select(Conversation).where(Conversation.public_id == made.part_id))
    if row is None:
        return None
    return OpenedConversation(row.id, row.public_id, row.reference, row.state, contacts.opened_with(row.contact, made))


def _open(opening: Opening, made: Keys) -> OpenedConversation:
    waits = opening.rehearsal or opening.channel == "callback" or (channel_hours("chat").open and not opening.leave)
    with transaction() as current:
        contact, opened = _contact(opening, made)
        row = Conversation(
            public_id=made.part_id, contact=contact, channel=opening.channel,
            subject=opening.subject or text.gist(opening.body),
            state=ConversationState.WAITING if waits else ConversationState.LEFT_MESSAGE, opened_at=clock.now(),
            answer_by=opening.answer_by, rehearsal=opening.rehearsal,
        )  # fmt: skip
        current.add(row)
        current.flush()
        publish(ConversationOpened(row.id))
        if opening.body:
            post_message(NewMessage(row.id, opening.ref or new_token(), opening.body))
    return OpenedConversation(row.id, row.public_id, contact.reference, row.state, opened)


def _contact(opening: Opening, made: Keys) -> tuple[Contact, contacts.OpenedContact | None]:
    purpose = Purpose.ANSWER if opening.phone or opening.email else None
    details = Details(opening.language, opening.needs, opening.phone, opening.email, opening.best_time, purpose)
    if opening.contact and (known := contact_by_public_id(opening.contact)):
        return known, contacts.go_on(known, details, made, opening.until)
    return contacts.begin(details, made, opening.until)


def go_on(conversation: Conversation, ref: str, body: str) -> Entry | Refused:
    """Store what a citizen writes later, in a conversation that has ended too: that one is then a message left.

    It does not go into the line: it came first long ago, and would stand before everybody who waits.
    """
    afresh = {
        "state": ConversationState.LEFT_MESSAGE,
        "staff_id": None, "staff_name": None, "taken_at": None, "ended_at": None, "outcome": None,
        "answer_by": "chat",
    }  # fmt: skip
    over = update(Conversation).where(
        Conversation.id == conversation.id, Conversation.state == ConversationState.ENDED,
        Conversation.channel == "chat", Conversation.rehearsal.is_(False),
    )  # fmt: skip
    with transaction() as current:
        # The same words sent again open nothing that has been answered and ended meanwhile.
        before = queries.by_ref(conversation.id, ref)
        news = before is None or (before.body != body and not before.edited_at)
        if news and current.execute(over.values(**afresh).returning(Conversation.id)).scalar() is not None:
            say(conversation.id, "reopened")
            publish(ConversationReopened(conversation.id))
        return post_written(NewMessage(conversation.id, ref, body))


def take(staff: StaffIdentity, public_id: str) -> bool:
    """Give a waiting conversation to `staff`; False when a colleague was faster or the limit is reached."""
    with transaction() as current:
        mine = _own_count(staff.id)
        taken = current.execute(
            update(Conversation)
            .where(Conversation.public_id == public_id, Conversation.state.in_(UNANSWERED_STATES))
            .where(Conversation.rehearsal | (mine < _limit(staff.id)))
            .values(
                state=ConversationState.ACTIVE, staff_id=staff.id, staff_name=staff.name, taken_at=clock.now()
            )
            .returning(Conversation.id)
        ).scalar()  # fmt: skip
        if taken is None:
            return False
        say(taken, "joined", name=staff.name)
        audit.record(staff.actor, "conversation.take", f"conversation:{queries.state_of(taken).reference}")
        publish(ConversationTaken(taken, staff.id))
    return True


def _limit(staff_id: int) -> int:
    there = presence.of(staff_id)
    return there.limit if there else settings().chat_limit


def _own_count(staff_id: int) -> Any:
    """Return the count of a person's conversations, which stays true until the transaction ends."""
    # Two tabs of one person wait for each other here; messages, which only refer to the person, do not.
    session().execute(select(Staff.id).where(Staff.id == staff_id).with_for_update(key_share=True))
    other = Conversation.__table__.alias("own")
    own = (other.c.state == ConversationState.ACTIVE) & (other.c.staff_id == staff_id) & other.c.rehearsal.is_(False)
    return select(func.count()).select_from(other).where(own).scalar_subquery()


def hand_over(staff: StaffIdentity, conversation: Conversation, to: int) -> bool:
    """Give an own conversation to a colleague who is really there and has room for it."""
    with transaction() as current:
        mine, colleague = _own_count(to), presence.of(to)
        if colleague is None or colleague.state != "here" or colleague.role not in queries.ANSWERING or to == staff.id:
            return False
        if conversation.rehearsal:  # a citizen who is none is nobody's but the learner's
            return False
        given = current.execute(
            _own_active(staff, conversation.id)
            .where(mine < colleague.limit)
            .values(staff_id=to, staff_name=colleague.name, taken_at=clock.now())
            .returning(Conversation.id)
        ).scalar()
        if given is None:
            return False
        _part(conversation.id, to)
        say(conversation.id, "handed-over", name=staff.name, to=colleague.name)
        audit.record(staff.actor, "conversation.hand-over", f"conversation:{conversation.reference}", to=to)
        publish(ConversationTaken(conversation.id, to))
    return True


def _own_active(staff: StaffIdentity, conversation_id: int) -> Any:
    own = (Conversation.state == ConversationState.ACTIVE) & (Conversation.staff_id == staff.id)
    return update(Conversation).where(Conversation.id == conversation_id, own)


def bring_in(staff: StaffIdentity, conversation: Conversation, editor_id: int) -> bool:
    """Let a colleague read and write in an own conversation too; the citizen is told who has come."""
    with transaction() as current:
        person = current.get(Staff, editor_id)
        welcome = person is not None and person.active and person.role in PARTICIPATING and editor_id != staff.id
        own = _own_active(staff, conversation.id).values(staff_id=staff.id).returning(Conversation.id)
        if person is None or not welcome or current.execute(own).scalar() is None:
            return False
        try:
            with current.begin_nested():
                current.add(
                    Participant(
                        conversation_id=conversation.id, staff_id=editor_id, name=person.name, joined_at=clock.now()
                    )
                )  # fmt: skip
        except IntegrityError:
            return False
        say(conversation.id, "brought-in", name=person.name)
        audit.record(staff.actor, "conversation.bring-in", f"conversation:{conversation.reference}", who=editor_id)
        publish(ParticipantsChanged(conversation.id, editor_id))
    return True


def step_out(staff: StaffIdentity, conversation: Conversation, editor_id: int | None = None) -> bool:
    """Let a colleague who was brought in leave: by themselves, or by the operator whose conversation it is."""
    leaving = staff.id if editor_id is None else editor_id
    if leaving != staff.id and queries.state_of(conversation.id).staff_id != staff.id:
        return False
    with transaction():
        if not _leave(conversation.id, leaving):
            return False
        audit.record(staff.actor, "conversation.step-out", f"conversation:{conversation.reference}", who=leaving)
    return True


def _leave(conversation_id: int, staff_id: int) -> bool:
    name = _part(conversation_id, staff_id)
    if name is None:
        return False
    say(conversation_id, "stepped-out", name=name)
    publish(ParticipantsChanged(conversation_id, staff_id))
    return True


def _part(conversation_id: int, staff_id: int | None = None) -> str | None:
    """Note that one colleague, or all, have left; return the name of one who has."""
    parted = update(Participant).where(Participant.conversation_id == conversation_id, Participant.left_at.is_(None))
    if staff_id is not None:
        parted = parted.where(Participant.staff_id == staff_id)
    return session().execute(parted.values(left_at=clock.now()).returning(Participant.name)).scalars().first()


def settle(staff: StaffIdentity, conversation: Conversation, topic: str | None, outcome: str | None) -> bool:
    """Note what an own conversation was about and what became of it; also after its end."""
    if outcome is not None and outcome not in OUTCOMES:
        raise ValueError(f"{outcome!r} is no outcome")
    wanted = update(Conversation).where(Conversation.id == conversation.id, Conversation.staff_id == staff.id)
    with transaction() as current:
        values = {"topic": topic, "outcome": outcome}
        if current.execute(wanted.values(values).returning(Conversation.id)).scalar() is None:
            return False
        audit.record(staff.actor, "conversation.settle", f"conversation:{conversation.reference}")
    return True


def release(staff: StaffIdentity, conversation: Conversation) -> bool:
    """Put an operator's own conversation back into the line, at the place that it had."""
    with transaction():
        if not _back_in_line(staff.id, conversation.id, "released"):
            return False
        audit.record(staff.actor, "conversation.release", f"conversation:{conversation.reference}")
    return True


def _back_in_line(staff_id: int, conversation_id: int, why: str) -> bool:
    own = (Conversation.state == ConversationState.ACTIVE) & (Conversation.staff_id == staff_id)
    # Who left a message does not sit before the line; nobody there is to wait behind it.
    left = (Conversation.channel == "chat") & Conversation.answer_by.is_not(None)
    state = case((left, ConversationState.LEFT_MESSAGE), else_=ConversationState.WAITING)
    values = {"state": state, "staff_id": None, "staff_name": None, "taken_at": None}
    back = update(Conversation).where(Conversation.id == conversation_id, own).values(values).returning(Conversation.id)
    if session().execute(back).scalar() is None:
        return False
    _part(conversation_id)
    say(conversation_id, why)
    publish(ConversationReleased(conversation_id, staff_id))
    return True


def take_back(staff_id: int) -> None:
    """Put the conversations of a person who is not there any more back into the line; let them leave others' too."""
    with transaction() as current:
        for one in current.scalars(select(Conversation.id).where(*HELD, Conversation.staff_id == staff_id)).all():
            _back_in_line(staff_id, one, "vanished")
        present = (Participant.staff_id == staff_id, Participant.left_at.is_(None))
        for one in current.scalars(select(Participant.conversation_id).where(*present)).all():
            _leave(one, staff_id)


def take_back_forgotten() -> None:
    """Put conversations back into the line whose operator is gone without anybody having heard of it."""
    forgotten = select(Conversation.staff_id).where(*HELD, Conversation.staff_id.not_in(presence.arrivals()))
    for staff_id in set(session().scalars(forgotten)):
        take_back(cast(int, staff_id))


def close_line() -> int:
    """Make what still waits after hours, with nobody there, messages left: nobody is to sit before a dead line."""
    with transaction() as current:
        left = current.scalars(
            update(Conversation)
            .where(*queries.WAITING)
            .values(state=ConversationState.LEFT_MESSAGE)
            .returning(Conversation.id)
        ).all()  # fmt: skip
        for conversation_id in left:
            say(conversation_id, "closed")
            publish(ConversationClosed(conversation_id))
    return len(left)


def end(conversation: Conversation, staff: StaffIdentity | None = None) -> bool:
    """Close a conversation for good, by the citizen or its operator; erase addresses that nothing else needs."""
    running = Conversation.state != ConversationState.ENDED
    wanted = update(Conversation).where(Conversation.id == conversation.id, running)
    if staff:
        wanted = wanted.where(Conversation.staff_id == staff.id)
    with transaction() as current:
        values = {"state": ConversationState.ENDED, "ended_at": clock.now()}
        if current.execute(wanted.values(**values).returning(Conversation.id)).scalar() is None:
            return False
        _part(conversation.id)
        contacts.forget_unneeded_addresses(conversation.contact_id)
        say(conversation.id, "ended-operator" if staff else "ended-citizen")
        if staff:
            audit.record(staff.actor, "conversation.end", f"conversation:{conversation.reference}")
        publish(ConversationEnded(conversation.id))
    return True
