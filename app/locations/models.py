"""Exceptions to the opening hours that staff have set; they override the content folder."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class HoursException(Base):
    """Other hours, or none, from `first` to `last`, for some channels and places.

    `scopes` are `channel:chat`, `place:telekucko`. Rows are never changed: a wrong one is withdrawn and another one
    added, so the table is also the history.
    """

    __tablename__ = "hours_exception"
    __table_args__ = (CheckConstraint("first <= last", name="in_order"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[date]
    last: Mapped[date]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    windows: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    reason: Mapped[dict[str, Any]] = mapped_column(JSON)
    added_by: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(80))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
