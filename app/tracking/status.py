"""Decides what a citizen reads about their contact: how it stands, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.conversations import words
from app.conversations.models import Conversation, ConversationState
from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.tracking.queries import Preparing

ICONS = {
    ConversationState.WAITING: "time", ConversationState.ACTIVE: "operator", ConversationState.LEFT_MESSAGE: "sms",
    ConversationState.ENDED: "done",
}  # fmt: skip


@dataclass(frozen=True)
class LinePosition:
    """Where a contact stands in the line, if it does, and what who waits may expect."""

    position: int | None
    attendance: str


@dataclass(frozen=True)
class Status:
    """How a contact stands: a symbol, one sentence, and the sentences about what happens next."""

    icon: str
    sentence: str
    following: list[str]


def describe(
    conversation: Conversation, in_line: LinePosition, opening: str, preparing: Preparing, kept_days: int
) -> Status:
    """Say how a contact stands. `opening` is the sentence about the opening hours, where one has to wait for them."""
    state = ConversationState(conversation.state)
    sentence = (_callback if conversation.channel == "callback" else _chat)(conversation, in_line)
    following = _papers(preparing)
    if state == ConversationState.ENDED:
        following = [*following, _erased_by_itself(conversation, kept_days)]
    else:
        following = [*following, _answer(conversation), opening if state != ConversationState.ACTIVE else ""]
    return Status(ICONS[state], sentence, [line for line in following if line])


def _chat(conversation: Conversation, in_line: LinePosition) -> str:
    return words.state_sentence(conversation, in_line.position, in_line.attendance)


def _callback(conversation: Conversation, _in_line: LinePosition) -> str:
    if conversation.state == ConversationState.ENDED:
        return _("This call-back is closed. We have erased your telephone number.")
    if conversation.state == ConversationState.ACTIVE:
        return _("%(name)s, operator, has your request.", name=conversation.staff_name or "")
    return _("You asked to be called back. Your request waits for an operator.")


def _answer(conversation: Conversation) -> str:
    if conversation.channel == "callback":
        texts = conversation.answer_by == "sms"
        by_text = _("We answer by text message to the number that you gave.")
        return by_text if texts else _("We phone you at the number that you gave.")
    if conversation.state == ConversationState.ACTIVE:
        return _("The operator reads what you write. Answers appear here and in the chat.")
    if conversation.state == ConversationState.WAITING:
        return _("You may close this page. The answer appears here and in the chat; you keep your place.")
    return ""


def _papers(preparing: Preparing) -> list[str]:
    if preparing.due_on:
        return [_("A colleague prepares papers for you, until %(day)s.", day=i18n.date_day(preparing.due_on))]
    return [_("The papers that a colleague prepared for you are ready.")] if preparing.done else []


def _erased_by_itself(conversation: Conversation, kept_days: int) -> str:
    end = (conversation.ended_at or conversation.opened_at) + timedelta(days=kept_days)
    day = i18n.date_plain(clock.local(end).date())
    return _("You can read it here until %(day)s. Then it is erased by itself.", day=day)
