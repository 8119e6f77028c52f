"""What citizens say of their contact."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

ANSWERS = ("yes", "partly", "no")
COMMENT_MAX = 1000


class Rating(Base):
    """A citizen's answer to the one question that they are asked (questions.py). One a contact; the last one counts."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint(f"answer IN {ANSWERS}", name="known_answer"),)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(8))
    comment: Mapped[str] = mapped_column(String(COMMENT_MAX))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
