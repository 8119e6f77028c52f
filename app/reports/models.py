"""How many colleagues were there. Nobody is named: who came and went is nobody's business a day later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class StaffingSample(Base):
    """From `at` until the next sample, so many colleagues were at their desks, and so many away for a reason."""

    __tablename__ = "staffing_sample"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    here: Mapped[int]
    paused: Mapped[int]
