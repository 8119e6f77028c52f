"""Puts what the service itself says in a conversation into the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.conversations.models import Conversation
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.i18n import ngettext

CHANNELS = {"chat": _l("Chat"), "callback": _l("Call-back")}
LANGUAGES = {"hu": _l("Hungarian"), "hu-simple": _l("Easy Hungarian"), "en": _l("English"), "de": _l("German")}


def system_text(code: str, details: Mapping[str, Any] | None) -> str:
    """Say a system message."""
    speak = SENTENCES.get(code)
    return speak(details or {}) if speak else ""


SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "joined": lambda d: _("%(name)s, operator, has joined the conversation.", name=d.get("name", "")),
    "released": lambda _d: _("The operator had to go. You keep your place: another operator will come."),
    "vanished": lambda _d: _("The operator's connection was lost. You keep your place: another operator will come."),
    "closed": lambda _d: _("We have closed. What you wrote is kept: we answer here after we open."),
    "handed-over": lambda d: _(
        "%(name)s has handed the conversation over. From now on %(to)s answers.",
        name=d.get("name", ""), to=d.get("to", ""),
    ),
    "brought-in": lambda d: _(
        "%(name)s has been asked in to help, and reads the conversation.", name=d.get("name", "")
    ),
    "stepped-out": lambda d: _("%(name)s has left the conversation.", name=d.get("name", "")),
    "more-time": lambda _d: _("More time was asked for. Nobody has to hurry."),
    "ended-citizen": lambda _d: _("The citizen ended the conversation."),
    "ended-operator": lambda _d: _("The operator ended the conversation."),
}
ICONS = {
    "joined": "person", "released": "repeat", "vanished": "repeat", "closed": "time", "handed-over": "people",
    "brought-in": "people", "stepped-out": "people", "more-time": "time", "ended-citizen": "done",
    "ended-operator": "done",
}  # fmt: skip


def icon(code: str) -> str:
    """Return the symbol that stands beside a system message."""
    return ICONS.get(code, "info")


def position_sentence(position: int) -> str:
    """Say how many people wait before this one; `position` counts from 1."""
    if position <= 1:
        return _("You are next. An operator will answer soon.")
    ahead = position - 1
    return ngettext("%(num)s person is waiting before you.", "%(num)s people are waiting before you.", ahead)


def state_sentence(state: str, position: int | None, staff_name: str | None) -> str:
    """Say to the citizen how their conversation stands."""
    if state == "waiting":
        return position_sentence(position or 1)
    if state == "active":
        return _("You are writing with %(name)s, operator.", name=staff_name or "")
    if state == "message":
        return _("We have your message. We answer here after we open.")
    return _("This conversation has ended.")


def erased_sentence() -> str:
    """Say that a conversation is gone."""
    return _("This conversation has been erased, with everything that was written in it.")


def author_name(author: str, name: str | None, reader: str) -> str:
    """Name a message's author to a `reader` (citizen or operator)."""
    if author == reader == "citizen":
        return _("You")
    if author == "citizen":
        return _("Citizen")
    if author == "system":
        return _("System message")
    return _("%(name)s, operator", name=name) if reader == "citizen" else str(name)


def topic(conversation: Conversation) -> str:
    """Return what a conversation is about, in words."""
    return conversation.topic or _("No topic given")
