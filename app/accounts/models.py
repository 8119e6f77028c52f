"""The tables of staff, passkeys, one-time links and sessions."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, UtcDateTime


class Role(StrEnum):
    """What a member of staff does; decides which pages are open to them."""

    OPERATOR = "operator"
    HELPER = "helper"
    EDITOR = "editor"
    SUPERVISOR = "supervisor"


ROLES = tuple(role.value for role in Role)


def _new_handle() -> bytes:
    return secrets.token_bytes(32)


class Staff(Base):
    """One member of staff. `handle` is the random user handle of their passkeys."""

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
    """One device's public key. `sign_count` grows with each use or stays 0; if it falls, the key was copied."""

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
    """The columns of one-time links: only the token's hash is stored, and it works once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(OneTimeLink, Base):
    """A one-time link by which a person makes a passkey."""

    __tablename__ = "invitation"
    staff: Mapped[Staff] = relationship()


class DemoLink(OneTimeLink, Base):
    """A one-time link that signs in a demonstration person. A table of its own, so that none works as an invitation."""

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
    """A challenge that a device is asked to sign. The browser holds only its token; using it deletes the row."""

    __tablename__ = "passkey_challenge"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    value: Mapped[bytes] = mapped_column(LargeBinary(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
