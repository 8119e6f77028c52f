"""Tables of staffing samples and daily counts. They name nobody, neither staff nor citizens."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class StaffingSample(Base):
    """How many colleagues were at their desks (`here`) and paused, from `at` until the next sample."""

    __tablename__ = "staffing_sample"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    here: Mapped[int]
    paused: Mapped[int]


class DailyCount(Base):
    """One count of a finished day (see tallies.py): `number` conversations, or answers, of this kind and duration.

    The rows of a day are replaced as long as its conversations exist, and stay when those are erased.
    """

    __tablename__ = "daily_count"
    day: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(10), primary_key=True)
    about: Mapped[str] = mapped_column(String(80), primary_key=True)
    minutes: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
