"""What conversations look like to other programs: on the sockets, in JSON answers, in the public interface."""

from __future__ import annotations

from typing import Any

from app.conversations import queries, words
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import i18n
from app.core.api import iso


def message(entry: Entry) -> dict[str, Any]:
    """Describe a message. What the service itself says comes in every language under `texts`."""
    found: dict[str, Any] = {
        "id": entry.id, "ref": entry.ref, "author": entry.author, "body": entry.body, "at": iso(entry.at),
    }  # fmt: skip
    if entry.name:
        found["name"] = entry.name
    if entry.author == "system":
        found["texts"] = texts = {}
        for language in i18n.LANGUAGES:
            with i18n.using(language):
                texts[language] = words.system_text(entry.body, entry.details)
    return found


def state(conversation: Conversation) -> dict[str, Any]:
    """Describe how a conversation stands."""
    place = queries.position(conversation)
    return {
        "state": conversation.state,
        "name": conversation.staff_name,
        "position": place,
        "texts": _in_all_languages(conversation, place),
    }


def _in_all_languages(conversation: Conversation, place: int | None) -> dict[str, str]:
    found = {}
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            found[language] = words.state_sentence(conversation.state, place, conversation.staff_name)
    return found
