"""Puts what the service itself says in a conversation into the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from app.conversations.models import Conversation, ConversationState
from app.conversations.queries import Availability
from app.conversations.waiting import WaitRange
from app.core import languages
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.i18n import ngettext
from app.core.settings import settings

CHANNELS = {"chat": _l("Chat"), "callback": _l("Call-back")}


def language_name(tag: str) -> str:
    """Say which language a citizen writes in; the tag of one that the service speaks no more stays as it is."""
    return _(languages.get(tag).english_name) if languages.is_known(tag) else tag


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
    "reopened": lambda _d: _("The citizen has written again: the conversation is open once more."),
    "ended-citizen": lambda _d: _("The citizen ended the conversation."),
    "ended-operator": lambda _d: _("The operator ended the conversation."),
}
ICONS = {
    "joined": "person", "released": "repeat", "vanished": "repeat", "closed": "time", "handed-over": "people",
    "brought-in": "people", "stepped-out": "people", "more-time": "time", "ended-citizen": "done",
    "ended-operator": "done", "reopened": "chat",
}  # fmt: skip


def icon(code: str) -> str:
    """Return the symbol that stands beside a system message."""
    return ICONS.get(code, "info")


def position_sentence(position: int, attendance: str = "here") -> str:
    """Say how many people wait before this one, and whether anybody is there to answer; `position` counts from 1."""
    ahead = position - 1
    if attendance == "here" and not ahead:
        return _("You are next. An operator will answer soon.")
    place = ngettext("%(num)s person is waiting before you.", "%(num)s people are waiting before you.", ahead)
    if attendance == "here":
        return place
    truth = ABSENCE[attendance]
    return f"{truth} {place}" if ahead else str(truth)


ABSENCE = {
    "nobody": _l("No operator is at the desk at this moment. You keep your place, even when you close this page."),
    "closed": _l("We have closed. You keep your place, even when you close this page."),
}


def state_sentence(conversation: Conversation, position: int | None, attendance: str) -> str:
    """Say to the citizen how their conversation stands."""
    if conversation.state == ConversationState.WAITING:
        return position_sentence(position or 1, attendance)
    if conversation.state == ConversationState.ACTIVE:
        return _("You are writing with %(name)s, operator.", name=conversation.staff_name or "")
    if conversation.state == ConversationState.LEFT_MESSAGE:
        return str(LEFT.get(conversation.answer_by or "chat", LEFT["chat"]))
    return _("This conversation has ended.")


LEFT = {
    "chat": _l("We have your message. You find our answer here."),
    "sms": _l("We have your message. We answer by text message (SMS), and here."),
    "email": _l("We have your message. We answer by e-mail, and here."),
    "call": _l("We have your message. We phone you."),
}


def state_word(conversation: Conversation) -> str:
    """Say in a word or two how a conversation stands, for a list."""
    return str(STATE_WORDS[ConversationState(conversation.state)])


STATE_WORDS = {
    ConversationState.WAITING: _l("waits for an operator"),
    ConversationState.ACTIVE: _l("an operator answers"),
    ConversationState.LEFT_MESSAGE: _l("message left"),
    ConversationState.ENDED: _l("ended"),
}


def wait_sentence(position: int | None, expected: WaitRange | None, attendance: str) -> str:
    """Return the sentence about a citizen's place in the line and how long it may take, or that we do not know."""
    if position is None:
        return _("You do not wait in the line.")
    place = _("Your place in the line: %(place)s.", place=position)
    if attendance != "here":
        return f"{place} {ABSENCE[attendance]}"
    if expected is None:
        return f"{place} " + _("We do not know how long it takes.")
    if not expected.low:
        return f"{place} " + _("It takes at most about %(high)s minutes.", high=expected.high)
    return f"{place} " + _("It takes about %(low)s to %(high)s minutes.", low=expected.low, high=expected.high)


def availability_sentence(availability: Availability, hours: str) -> str:
    """Say on the chat's first page whether one can talk now; `hours` is the town's sentence of its hours."""
    if availability.can_chat or not availability.open:
        return hours
    if not availability.present:
        return f"{hours} " + _("But no operator is at the desk at this moment.")
    return f"{hours} " + _("But every operator is busy, and many people are waiting.")


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


def subject(conversation: Conversation) -> str:
    """Return what a conversation is about, in its citizen's words."""
    return conversation.subject or _("No topic given")


def linked(body: str) -> Markup:
    """Print a message; addresses of this service become links, any others stay text: nobody is led astray."""
    own = re.compile(rf"({re.escape(settings().address)}/(?:\S*[^\s.,;:!?)])?)")
    words = own.split(body)
    return Markup("").join(
        Markup('<a href="{0}">{0}</a>').format(part) if at % 2 else escape(part) for at, part in enumerate(words)
    )
