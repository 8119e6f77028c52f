"""Drafts, and every version of each part that was ever saved in them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class DraftState(StrEnum):
    """The states of a draft; a closed one is published or discarded and never changes again."""

    OPEN = "open"
    REVIEW = "review"
    PUBLISHED = "published"
    DISCARDED = "discarded"


STATES = tuple(state.value for state in DraftState)
ACTIVE = (DraftState.OPEN.value, DraftState.REVIEW.value)
_ACTIVE = text("state IN ('open', 'review')")


class Draft(Base):
    """A text that editors are working on. A service has at most one active draft: a unique index refuses a second."""

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="known_state"),
        Index("uq_draft_active", "service", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(String(80), index=True)
    based_on: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=DraftState.OPEN.value)
    note: Mapped[str] = mapped_column(String(500), default="")
    remark: Mapped[str] = mapped_column(String(1000), default="")
    remark_by: Mapped[str] = mapped_column(String(80), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    author: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edition: Mapped[int | None]


class DraftSave(Base):
    """One saved version of one part of a draft.

    Rows are only added. Of two saves that start from the same revision the unique constraint refuses the second.
    """

    __tablename__ = "draft_save"
    __table_args__ = (UniqueConstraint("draft_id", "part", "revision"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(10))
    revision: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
