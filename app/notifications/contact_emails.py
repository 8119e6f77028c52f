"""What the room answers about contacts: their outgoing e-mails, as data, and how they are erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.contacts.models import Contact, PartKind
from app.core.clock import iso
from app.core.db import session
from app.core.feature import ContactHooks
from app.notifications import actions
from app.notifications.models import OutgoingEmail


def _reference(contact_id: int) -> str:
    return session().scalar(select(Contact.reference).where(Contact.id == contact_id)) or ""


def erase(contact_id: int) -> None:
    """Erase the e-mails about a contact, in the caller's transaction, and the copies of them after the commit."""
    actions.forget(_reference(contact_id))


def export(contact_id: int, only: tuple[str, int] | None) -> Mapping[str, Any]:
    """Return the e-mails about a contact; their content is stored only until they are handed over."""
    if only and only[0] != PartKind.CONVERSATION:
        return {"emails": []}
    wanted = select(OutgoingEmail).where(OutgoingEmail.reference == _reference(contact_id)).order_by(OutgoingEmail.id)
    return {
        "emails": [
            {
                "purpose": one.purpose, "state": one.state, "recipient": one.recipient, "subject": one.subject,
                "body": one.body, "created_at": iso(one.created_at), "attempts": one.attempts,
            }
            for one in session().scalars(wanted)
        ]
    }  # fmt: skip


hooks = ContactHooks(erase=erase, export=export)
