"""The table of e-mails that have to be handed to the mail server, and of what became of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class EmailState(StrEnum):
    """What became of an e-mail. `SENT` means handed over to the mail server, never that it arrived."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class EmailPurpose(StrEnum):
    """Why an e-mail was written: an operator's answer, or the text of a conversation that its citizen asked for."""

    ANSWER = "answer"
    TRANSCRIPT = "transcript"


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN {tuple(member.value for member in values)}"


class OutgoingEmail(Base):
    """One e-mail to one citizen.

    `reference` says what it is about. The e-mail itself (recipient, subject, body) is stored only while the e-mail is
    pending. `attempts` counts the claims, so each claim has a number of its own. While a process tries to hand the
    e-mail over, `next_attempt_at` is the end of its lease: should the process stop, the next one tries after it.
    """

    __tablename__ = "outgoing_email"
    __table_args__ = (
        CheckConstraint(_one_of("state", EmailState), name="known_state"),
        CheckConstraint(_one_of("purpose", EmailPurpose), name="known_purpose"),
        CheckConstraint(
            "state <> 'pending' OR (recipient IS NOT NULL AND subject IS NOT NULL AND body IS NOT NULL)",
            name="pending_is_complete",
        ),
        CheckConstraint(
            "state = 'pending' OR (recipient IS NULL AND subject IS NULL AND body IS NULL)", name="finished_is_empty"
        ),
        CheckConstraint("(state = 'pending') = (finished_at IS NULL)", name="finished_at_a_moment"),
        Index("ix_outgoing_email_state_next_attempt_at", "state", "next_attempt_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    # Random: a number would be given again after a restore from a backup, and receivers would drop the new e-mail.
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    reference: Mapped[str] = mapped_column(String(20), index=True)
    purpose: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(8), default=EmailState.PENDING)
    recipient: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    # A technical word for the last refusal; never what the mail server said, which often quotes the address.
    last_error: Mapped[str | None] = mapped_column(String(60))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
