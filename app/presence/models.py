"""The table of staff who are present."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class PresenceState(StrEnum):
    """Whether a person who has arrived takes conversations now."""

    HERE = "here"
    PAUSED = "paused"


class PauseReason(StrEnum):
    """Why a person has paused."""

    BREAK = "break"
    PAPERS = "papers"
    CALL = "call"
    TRAINING = "training"


STATES = tuple(state.value for state in PresenceState)
REASONS = tuple(reason.value for reason in PauseReason)


class Presence(Base):
    """One person who has arrived; no row means absent. Overwritten by the next arrival, so no history is kept.

    `limit_` is how many conversations they take at once; without it the town's setting counts.
    """

    __tablename__ = "presence"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="known_state"),
        CheckConstraint(f"reason IN {REASONS}", name="known_reason"),
        CheckConstraint("(state = 'paused') = (reason IS NOT NULL)", name="paused_has_reason"),
    )
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(String(12))
    limit_: Mapped[int | None] = mapped_column("limit", Integer)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
