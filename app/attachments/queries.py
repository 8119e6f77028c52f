"""Read attachments. Callers have checked that the viewer may read the conversation."""

from __future__ import annotations

from sqlalchemy import select

from app.attachments.models import Attachment
from app.core.db import session
from app.gateways import files as file_gateway


def of(conversation_id: int) -> list[Attachment]:
    """Return a conversation's files, the oldest first."""
    wanted = select(Attachment).where(Attachment.conversation_id == conversation_id)
    return list(session().scalars(wanted.order_by(Attachment.id)))


def one(conversation_id: int, public_id: str) -> Attachment | None:
    """Return a file of this conversation; None for a file of another one."""
    wanted = select(Attachment).where(Attachment.conversation_id == conversation_id)
    return session().scalar(wanted.where(Attachment.public_id == public_id))


def data(attachment: Attachment, small: bool = False) -> bytes | None:
    """Return a file's bytes, or those of its thumbnail; None when they are missing."""
    whole = stored_name(attachment.conversation_id, attachment.public_id)
    return file_gateway.PORT.current().read(small_name(whole) if small else whole)


def folder(conversation_id: int) -> str:
    """Return the prefix of a conversation's files in the store."""
    return f"talk/{conversation_id}/"


def stored_name(conversation_id: int, public_id: str) -> str:
    """Return a file's name in the store, which does not contain the sender's name for it."""
    return folder(conversation_id) + public_id


def small_name(stored: str) -> str:
    """Return the name of a stored file's thumbnail."""
    return f"{stored}.small"
