"""The audit log of staff actions. Entries can only be added: database triggers refuse to change or delete them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, String, event
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, UtcDateTime, session

_words: dict[str, object] = {}


class AuditEntry(Base):
    """One action of one member of staff. `details` never contains texts that a citizen wrote."""

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(80), index=True)
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


# The triggers that refuse to change or delete an entry; the migrations run the same statements.
REFUSAL = "audit entries are only ever added"
PROTECTION = {
    "sqlite": [
        f"CREATE TRIGGER audit_entry_keep_{verb} BEFORE {verb} ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"""CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE '{REFUSAL}'; END $$""",
        """CREATE TRIGGER audit_entry_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
    ],
}
for _dialect, _statements in PROTECTION.items():
    for _statement in _statements:
        event.listen(AuditEntry.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]


def action(name: str, words: object) -> str:
    """Register the label of an action (a lazy translation) for the page of the log; return `name`."""
    _words[name] = words
    return name


def words(name: str) -> str:
    """Return the label of an action; its name when none is registered."""
    return str(_words.get(name, name))


def record(actor: str, action: str, subject: str, **details: Any) -> None:
    """Add an entry: `actor` did `action` to `subject`. Must be called in the transaction of that action."""
    session().add(AuditEntry(at=clock.now(), actor=actor, action=action, subject=subject, details=details))
