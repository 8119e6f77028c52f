"""The table of files sent in conversations; their bytes are in the file store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

AUTHORS = ("citizen", "operator")


class Attachment(Base):
    """One stored file, stripped of metadata, with the name its sender gave it. `size` is in bytes."""

    __tablename__ = "attachment"
    __table_args__ = (CheckConstraint(f"author IN {AUTHORS}", name="known_author"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
