"""The only writers of attachments. Each belongs to a message, whose `ref` makes sending again harmless."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from app.accounts.queries import StaffIdentity
from app.attachments import file_cleaner, queries
from app.attachments.file_cleaner import CleanedFile, UnfitFile, UnfitReason
from app.attachments.models import Attachment
from app.conversations.actions import NewMessage, Refused, forget_files, other_ref, post_message
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import clock
from app.core.db import session, transaction
from app.core.realtime import run_in_thread
from app.core.settings import settings
from app.events import ConversationErased
from app.gateways import files as file_gateway
from app.guard import rules

MOST = 20


@dataclass(frozen=True)
class NewFile:
    """A file to be attached: its name, its bytes and the words beside it. `staff` is None for a citizen."""

    ref: str
    name: str
    data: bytes
    words: str = ""
    staff: StaffIdentity | None = None


def attach(conversation: Conversation, new: NewFile) -> Attachment | UnfitFile | Refused:
    """Clean and store a file and post its message; the same `ref` again returns the attachment stored first."""
    if len(new.data) > settings().attachment_max_mib * 2**20:
        return UnfitFile(UnfitReason.TOO_LARGE)
    held = select(func.count()).select_from(Attachment).where(Attachment.conversation_id == conversation.id)
    if (session().scalar(held) or 0) >= MOST:
        return UnfitFile(UnfitReason.MANY)
    fit = run_in_thread(file_cleaner.clean_file, new.name, new.data)
    return fit if isinstance(fit, UnfitFile) else _keep(conversation, new, _unnumbered(fit))


def _unnumbered(fit: CleanedFile) -> CleanedFile:
    """Replace a file's name that holds a personal number."""
    stem, _dot, ending = fit.name.rpartition(".")
    if not rules.stops(re.sub(r"[^\w.-]|_", " ", stem)):
        return fit
    return replace(fit, name=f"{file_cleaner.NAMELESS}.{ending}")


def _keep(conversation: Conversation, new: NewFile, fit: CleanedFile) -> Attachment | Refused:
    public_id = secrets.token_hex(16)
    stored = queries.stored_name(conversation.id, public_id)
    store = file_gateway.PORT.current()
    # Stored before the message, so that a message never names a missing file.
    store.write(stored, fit.data)
    if fit.small:
        store.write(queries.small_name(stored), fit.small)
    kept: Attachment | Refused | None = None
    try:
        kept = _post(conversation, new, fit, public_id)
    finally:
        if not isinstance(kept, Attachment) or kept.public_id != public_id:
            _delete(stored)
    return kept


def _delete(stored: str) -> None:
    for name in (stored, queries.small_name(stored)):
        file_gateway.PORT.current().delete(name)


def _post(conversation: Conversation, new: NewFile, fit: CleanedFile, public_id: str) -> Attachment | Refused:
    about: dict[str, Any] = {
        "file": public_id, "name": fit.name, "type": fit.media_type, "size": len(fit.data),
        **({"small": list(fit.small_size)} if fit.small else {}),
    }  # fmt: skip
    draft = NewMessage(
        conversation.id, new.ref, new.words or fit.name, new.staff, conversation.reference, details=about
    )  # fmt: skip
    with transaction() as current:
        posted = post_message(draft)
        if isinstance(posted, Entry) and posted.details and _kind(posted.details) != _kind(about):
            # Going back to the page without script sends another file with the same ref: both are kept.
            posted = post_message(replace(draft, ref=other_ref(draft.ref, str(_kind(about)))))
        if not isinstance(posted, Entry):
            return posted
        if (posted.details or {}).get("file") != public_id:
            # The ref was used before: for this file, or for a text message.
            return current.scalar(select(Attachment).where(Attachment.message_id == posted.id)) or Refused("ref-taken")
        row = Attachment(
            public_id=public_id, conversation_id=conversation.id, message_id=posted.id, author=posted.author,
            name=fit.name, media_type=fit.media_type, size=len(fit.data), at=clock.now(),
        )  # fmt: skip
        current.add(row)
    return row


def _kind(details: Mapping[str, Any]) -> tuple[Any, ...]:
    # A file that is sent again is cleaned again: all is equal but its id.
    return tuple(details.get(part) for part in ("name", "type", "size"))


def conversation_erased(event: ConversationErased) -> None:
    """Erase the stored files of an erased conversation; the database has erased the rows."""
    _empty(event.conversation_id)


def erase_old(now: datetime) -> dict[str, int]:
    """Erase old files, and files without a conversation; return how many."""
    before = now - timedelta(days=settings().keep_attachments_days)
    with transaction() as current:
        old = current.scalars(select(Attachment).where(Attachment.at < before)).all()
        forget_files([one.message_id for one in old])
        current.execute(delete(Attachment).where(Attachment.id.in_([one.id for one in old])))
    for one in old:
        _delete(queries.stored_name(one.conversation_id, one.public_id))
    return {"files": len(old), "orphans": _erase_orphans()}


def _erase_orphans() -> int:
    held = {name.split("/")[1] for name in file_gateway.PORT.current().names("talk/")}
    numbers = {int(number) for number in held if number.isdecimal()}
    living = set(session().scalars(select(Conversation.id).where(Conversation.id.in_(numbers)))) if numbers else set()
    return sum(_empty(number) for number in numbers - living)


def _empty(conversation_id: int) -> int:
    store = file_gateway.PORT.current()
    names = store.names(queries.folder(conversation_id))
    for name in names:
        store.delete(name)
    return len(names)
