"""The table of rehearsals: how far their simulated citizen has come. The messages are in the conversation."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Rehearsal(Base):
    """One rehearsal. `line` is the number of the citizen's next line, `said` the id of its last message."""

    __tablename__ = "rehearsal"
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    script: Mapped[str] = mapped_column(String(60))
    line: Mapped[int]
    said: Mapped[int]
