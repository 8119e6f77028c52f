"""How many colleagues were there, and how many contacts a day had. Nobody is named, neither staff nor citizen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class StaffingSample(Base):
    """From `at` until the next sample, so many colleagues were at their desks, and so many away for a reason."""

    __tablename__ = "staffing_sample"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    here: Mapped[int]
    paused: Mapped[int]


class DailyCount(Base):
    """One number of a finished day (tallies.py): so many contacts, or answers, of this kind and of so many minutes.

    Rows of a day are replaced as long as its conversations are stored, and stay when those are erased.
    """

    __tablename__ = "daily_count"
    day: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(10), primary_key=True)
    about: Mapped[str] = mapped_column(String(80), primary_key=True)
    minutes: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
