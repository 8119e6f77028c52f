"""The audit log: what staff did, when, to what. Entries are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, UtcDateTime, session


class AuditEntry(Base):
    """One thing that one member of staff did. `details` never holds what a citizen wrote."""

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(80), index=True)
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


def record(actor: str, action: str, subject: str, **details: Any) -> None:
    """Write that `actor` did `action` to `subject`; call it inside the transaction that does it."""
    session().add(AuditEntry(at=clock.now(), actor=actor, action=action, subject=subject, details=details))
