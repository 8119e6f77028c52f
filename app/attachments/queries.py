"""What is known of files in conversations. Whoever asks was admitted to the conversation."""

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
    """Return a file of this conversation; nothing for a file of another one."""
    wanted = select(Attachment).where(Attachment.conversation_id == conversation_id)
    return session().scalar(wanted.where(Attachment.public_id == public_id))


def data(attachment: Attachment, small: bool = False) -> bytes | None:
    """Return a file's bytes, or those of the small picture that stands for it."""
    whole = stored_name(attachment.conversation_id, attachment.public_id)
    return file_gateway.PORT.current().read(small_name(whole) if small else whole)


def folder(conversation_id: int) -> str:
    """Name the part of the store that holds a conversation's files."""
    return f"talk/{conversation_id}/"


def stored_name(conversation_id: int, public_id: str) -> str:
    """Name a file in the store: by number, not by what its sender called it."""
    return folder(conversation_id) + public_id


def small_name(stored: str) -> str:
    """Name the small picture that stands beside a stored file."""
    return f"{stored}.small"
