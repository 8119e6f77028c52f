"""What editors have published, the search index, and the questions that found nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

NEW = -1
"""What the first text of a matter that was begun on the editors' pages is based on: the content folder has none."""


class Edition(Base):
    """One published text of one service; it is never changed. Number 0 is the content folder's and has no row."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("service", "number"),
        CheckConstraint("approver_id <> author_id", name="second_pair_of_eyes"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    takes_effect: Mapped[date]
    note: Mapped[str] = mapped_column(String(500))
    based_on: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    author: Mapped[str] = mapped_column(String(80))
    approver_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    approver: Mapped[str] = mapped_column(String(80))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LibraryState(Base):
    """One row with a stamp that changes with every publication; each process compares it with the one it knows."""

    __tablename__ = "library_state"
    id: Mapped[int] = mapped_column(primary_key=True)
    stamp: Mapped[str] = mapped_column(String(32))


class SearchPassage(Base):
    """One passage of the search index. The full-text index over `terms` is created when the table is filled."""

    __tablename__ = "search_passage"
    id: Mapped[int] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(String(80))
    edition: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(2), index=True)
    weight: Mapped[float]
    terms: Mapped[str] = mapped_column(Text)


class SearchState(Base):
    """One row with the fingerprint of the content that the index was filled from."""

    __tablename__ = "search_state"
    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(32))


class UnansweredSearch(Base):
    """A search that found nothing, counted for the editors. Long numbers are masked before it is stored."""

    __tablename__ = "unanswered_search"
    __table_args__ = (UniqueConstraint("text", "language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(10))
    count: Mapped[int] = mapped_column(default=1)
    last_asked: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
