"""Who works here, what proves it, and how long that lasts."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, UtcDateTime

ROLES = ("operator", "helper", "editor", "supervisor")


def _new_handle() -> bytes:
    return secrets.token_bytes(32)


class Staff(Base):
    """One person who works with the service. `handle` is what their passkeys know them by; it says nothing."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="known_role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    handle: Mapped[bytes] = mapped_column(LargeBinary(64), unique=True, default=_new_handle)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Passkey(Base):
    """One device's public key. `sign_count` only ever grows, or stays 0; a copied key gives itself away by it."""

    __tablename__ = "passkey"
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2048))
    sign_count: Mapped[int]
    label: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    staff: Mapped[Staff] = relationship()


class OneTimeLink:
    """What all one-time links have in common: only the token's hash is stored, and it works once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(OneTimeLink, Base):
    """Lets a person make a passkey."""

    __tablename__ = "invitation"
    staff: Mapped[Staff] = relationship()


class DemoLink(OneTimeLink, Base):
    """Lets anyone at this computer try a role without a passkey; a table of its own, so that none is taken for more."""

    __tablename__ = "demo_link"
    staff: Mapped[Staff] = relationship()


class StaffSession(Base):
    """One signed-in browser."""

    __tablename__ = "staff_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    staff: Mapped[Staff] = relationship()


class PasskeyChallenge(Base):
    """What a device is asked to sign. The browser holds only the token; taking the challenge deletes it."""

    __tablename__ = "passkey_challenge"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    value: Mapped[bytes] = mapped_column(LargeBinary(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
