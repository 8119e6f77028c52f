"""What the room answers about contacts: files and ratings of their conversations, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.contacts.models import PartKind
from app.conversations.models import Conversation
from app.core.db import session
from app.core.feature import ContactHooks
from app.tracking import export, queries


def exported(contact_id: int, only: tuple[str, int] | None) -> Mapping[str, Any]:
    """Return files and ratings of the conversations of a contact, or of the one that `only` names."""
    wanted = select(Conversation).where(Conversation.contact_id == contact_id).order_by(Conversation.id)
    own = [one for one in session().scalars(wanted) if only in {None, (str(PartKind.CONVERSATION), one.id)}]
    found: dict[str, list[Any]] = {"files": [], "ratings": []}
    for one in own:
        for kind, items in export.data(queries.record(one)).items():
            found[kind] += items
    return found


hooks = ContactHooks(export=exported)
