"""What conversations look like to other programs: on the sockets, in JSON answers, in the public interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.conversations import queries, text, words
from app.conversations.models import Conversation, ConversationState, MessageEdit
from app.conversations.queries import Availability, Entry
from app.core import i18n, languages
from app.core.clock import iso
from app.locations.queries import channel_state

# The names of the public interface, which stay.
PUBLIC_STATES = {
    ConversationState.WAITING: "waiting", ConversationState.ACTIVE: "active", ConversationState.LEFT_MESSAGE: "message",
    ConversationState.ENDED: "ended",
}  # fmt: skip


def message(entry: Entry) -> dict[str, Any]:
    """Describe a message. What the service itself says comes in every language under `texts`."""
    found: dict[str, Any] = {
        "id": entry.id, "ref": entry.ref, "author": entry.author, "body": entry.body, "at": iso(entry.at),
    }  # fmt: skip
    if entry.name:
        found["name"] = entry.name
    if entry.edited_at:
        found["edited"] = iso(entry.edited_at)
    if entry.author == "system":
        found["icon"] = words.icon(entry.body)
        found["texts"] = _texts(lambda: words.system_text(entry.body, entry.details))
    elif entry.details:
        found["file"] = dict(entry.details)
    return found


def edited(entry: Entry, earlier: Mapping[int, Sequence[MessageEdit]]) -> dict[str, Any]:
    """Describe a message whose words were changed, with its earlier ones, the oldest first."""
    before = [{"body": edit.body, "at": iso(edit.at)} for edit in earlier.get(entry.id, ())]
    return {"id": entry.id, "body": entry.body, "edited": iso(entry.edited_at or entry.at), "earlier": before}


def marks(conversation: Conversation, side: str) -> dict[str, int | str]:
    """Describe how far `side` has received and read: ids of messages."""
    upto = {kind: getattr(conversation, f"{kind}_{side}") for kind in ("delivered", "read")}
    return {"side": side, **upto}


def public_state(conversation: Conversation) -> str:
    """Return the name that a conversation's state has in the public interface."""
    return PUBLIC_STATES[ConversationState(conversation.state)]


def state(conversation: Conversation) -> dict[str, Any]:
    """Describe how a conversation stands."""
    place = queries.position(conversation)
    there = queries.attendance() if place else "here"
    return {
        "state": public_state(conversation),
        "name": conversation.staff_name,
        "position": place,
        "texts": _texts(lambda: words.state_sentence(conversation, place, there)),
    }


@lru_cache(maxsize=256)
def place(position: int, attendance: str) -> Mapping[str, Any]:
    """Describe a place in the line."""
    return {"position": position, "texts": _texts(lambda: words.position_sentence(position, attendance))}


def availability(found: Availability) -> dict[str, Any]:
    """Describe whether one can talk to somebody now."""
    return {
        "can_talk": found.can_chat,
        "open": found.open,
        "texts": _texts(lambda: words.availability_sentence(found, channel_state("chat").sentence)),
    }


def erased() -> dict[str, Any]:
    """Describe that a conversation is gone."""
    return {"texts": _texts(words.erased_sentence)}


def draft(data: object, longest: int) -> tuple[str, str] | str:
    """Read what a client sends as a message: ref and words, or the name of what is wrong with it."""
    if not isinstance(data, dict):
        return "invalid"
    ref, body = data.get("ref"), data.get("body")
    if not text.is_ref(ref) or not isinstance(body, str):
        return "invalid"
    # A text that is far too long is not worth cleaning.
    words_of_it = text.clean(body) if len(body) <= 2 * longest else body
    if len(words_of_it) > longest:
        return "too-long"
    return (str(ref), words_of_it) if words_of_it else "empty"


def _texts(say: Callable[[], str]) -> dict[str, str]:
    found = {}
    for language in languages.tags():
        with i18n.use_language(language):
            found[language] = say()
    return found


def last_id(value: object) -> int:
    """Read the id of the last message that a client has; 0 when it names none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else 0


def seen(data: object) -> tuple[int, int] | None:
    """Read how far a client says that it has received and that its person has read; None when it says nothing."""
    if not isinstance(data, dict):
        return None
    marks = last_id(data.get("delivered")), last_id(data.get("read"))
    return marks if any(marks) else None
