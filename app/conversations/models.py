"""Conversations and their messages. What opens a conversation is its contact (app/contacts)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.contacts.models import Contact
from app.core.db import Base, UtcDateTime

CHANNELS = ("chat", "callback")


class ConversationState(StrEnum):
    """How a conversation stands.

    `WAITING`: in the line; `ACTIVE`: an operator has it; `LEFT_MESSAGE`: left out of hours, nobody waits at the other
    end; `ENDED`.
    """

    WAITING = "waiting"
    ACTIVE = "active"
    LEFT_MESSAGE = "left-message"
    ENDED = "ended"


class Author(StrEnum):
    """Who wrote a message."""

    CITIZEN = "citizen"
    OPERATOR = "operator"
    SYSTEM = "system"


class Outcome(StrEnum):
    """What became of a conversation, in the operator's judgement."""

    ANSWERED = "answered"
    FORM = "form"
    BOOKED = "booked"
    REFERRED = "referred"
    TASK = "task"
    NO_ANSWER = "no-answer"


STATES = tuple(str(state) for state in ConversationState)
AUTHORS = tuple(str(author) for author in Author)
OUTCOMES = tuple(str(outcome) for outcome in Outcome)


class Conversation(Base):
    """One exchange with one citizen, as a part of their contact. `subject` is the citizen's, `topic` the operator's."""

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint(f"channel IN {CHANNELS}", name="known_channel"),
        CheckConstraint(f"state IN {STATES}", name="known_state"),
        CheckConstraint("(state = 'active') = (staff_id IS NOT NULL) OR state = 'ended'", name="active_has_operator"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="known_outcome"),
        Index("ix_conversation_line", "channel", "state", "opened_at"),
        # Reports read a span of days, whatever the channel.
        Index("ix_conversation_opened_at", "opened_at"),
        # Whoever still listens to an erased conversation's number must never hear another citizen on it.
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    # What the citizen says that it is about, in their own words.
    subject: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    staff_name: Mapped[str | None] = mapped_column(String(80))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Only where the citizen is not simply answered in the chat: chat, sms, email or call.
    answer_by: Mapped[str | None] = mapped_column(String(8))
    # The life situation that it was about and what became of it, said by the operator.
    topic: Mapped[str | None] = mapped_column(String(40))
    outcome: Mapped[str | None] = mapped_column(String(12))
    # A rehearsal of the training: never in the line, the counts or the reports.
    rehearsal: Mapped[bool] = mapped_column(server_default=false(), default=False)
    # The last message that each side's device has, and that each side has had before their eyes.
    delivered_citizen: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    delivered_operator: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    read_citizen: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    read_operator: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    contact: Mapped[Contact] = relationship(lazy="joined", innerjoin=True)

    @property
    def reference(self) -> str:
        """The reference of its contact."""
        return self.contact.reference

    @property
    def language(self) -> str:
        """The language in which its citizen wants to be answered."""
        return self.contact.language

    @property
    def needs(self) -> list[str]:
        """How its citizen asks to be spoken to."""
        return self.contact.needs


class Message(Base):
    """One contribution. `ref` is the sender's own name for it: the same one is stored once.

    A system message's body is a code of `words.py`, and `details` its values, so that everyone reads it in their own
    language. `name` is what the operator was called then. A person's message may carry a file: `details` describes it.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "ref"),
        CheckConstraint(f"author IN {AUTHORS}", name="known_author"),
        # A conversation is read on from a message: the index gives its messages in their order.
        Index("ix_message_conversation_id_id", "conversation_id", "id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    ref: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(8))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str | None] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MessageEdit(Base):
    """An earlier wording of a message, kept so that nothing said is changed unseen; `at` is when it gave way."""

    __tablename__ = "message_edit"
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Participant(Base):
    """A colleague whom the operator has brought in: reads and writes until `left_at`, and the citizen is told."""

    __tablename__ = "participant"
    __table_args__ = (
        # Nobody is brought in twice at a time, whatever two tabs do.
        Index(
            "uq_participant_present", "conversation_id", "staff_id", unique=True,
            sqlite_where=text("left_at IS NULL"), postgresql_where=text("left_at IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
