"""Who is at work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

HERE, PAUSED = "here", "paused"
STATES = (HERE, PAUSED)
REASONS = ("break", "papers", "call", "training")


class Presence(Base):
    """One person at work; no row means that they are not. Overwritten by the next arrival, so no history is kept.

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
