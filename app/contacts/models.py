"""Contacts, the device keys that open them, and the old pairs of codes that still open what they opened."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class Purpose(StrEnum):
    """What a telephone number or an e-mail address was given for. It is used for nothing else."""

    ANSWER = "answer"
    VISIT = "visit"


class PartKind(StrEnum):
    """What belongs to a contact."""

    CONVERSATION = "conversation"
    VISIT = "visit"


PURPOSES = tuple(str(purpose) for purpose in Purpose)
PART_KINDS = tuple(str(kind) for kind in PartKind)


class Contact(Base):
    """One contact of one citizen with the office. `reference` can be said aloud and opens nothing without the secret.

    Without `secret_hash` only device keys and the pairs of codes of an earlier version open it.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(f"purpose IN {PURPOSES}", name="known_purpose"),
        # The number of an erased contact must never become another citizen's.
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    secret_hash: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(12))
    needs: Mapped[list[str]] = mapped_column(JSON)
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    best_time: Mapped[str | None] = mapped_column(String(120))
    purpose: Mapped[str | None] = mapped_column(String(8))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LegacyKey(Base):
    """A pair of codes that version 0.2.0 gave out: `name` and a secret. It opens one part of a contact, no more."""

    __tablename__ = "legacy_key"
    __table_args__ = (
        UniqueConstraint("part", "part_id"),
        CheckConstraint(f"part IN {PART_KINDS}", name="known_part"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(String(12))
    part_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(12), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64))


class DeviceKey(Base):
    """One browser's, or one program's, right to a contact. Only the token's hash is stored.

    A key that was got with a legacy key opens only what that one opens. Without `expires_at` it lasts as long as the
    contact.
    """

    __tablename__ = "device_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    legacy_key_id: Mapped[int | None] = mapped_column(ForeignKey("legacy_key.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
