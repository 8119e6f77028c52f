"""The search index and the questions that found nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class SearchPassage(Base):
    """A few words about one service. The full-text index over `terms` is made when the index is filled."""

    __tablename__ = "search_passage"
    id: Mapped[int] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(2), index=True)
    weight: Mapped[float]
    terms: Mapped[str] = mapped_column(Text)


class SearchState(Base):
    """Which content the index was filled from: one row."""

    __tablename__ = "search_state"
    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(32))


class UnansweredSearch(Base):
    """A question that found nothing, counted for the editors. Long numbers are masked before it is stored."""

    __tablename__ = "unanswered_search"
    __table_args__ = (UniqueConstraint("text", "language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(10))
    count: Mapped[int] = mapped_column(default=1)
    last_asked: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
