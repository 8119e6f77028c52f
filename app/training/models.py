"""How far the simulated citizen of a rehearsal has come. What was said is in the conversation itself."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Rehearsal(Base):
    """`line` is the next one that the citizen says, `said` the last message that it wrote."""

    __tablename__ = "rehearsal"
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    script: Mapped[str] = mapped_column(String(60))
    line: Mapped[int]
    said: Mapped[int]
