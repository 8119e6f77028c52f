"""Collect what the desk's templates show: the lists, the open conversation, and texts to insert into the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.accounts.queries import StaffIdentity
from app.casework import queries as casework
from app.console import placeholder_values, presence_labels, replies, sendable_texts
from app.console.sendable_texts import PageUrl
from app.contacts import address as addresses
from app.conversations import queries as conversations
from app.conversations.models import Conversation
from app.core import clock
from app.notifications import queries as emails
from app.notifications.models import EmailPurpose
from app.presence import queries as presence


def lists_context(me: StaffIdentity, conversation: Conversation | None, opened: str) -> Mapping[str, Any]:
    """Return the context of desk-lists.html: presence, one's own conversations, and those that wait."""
    there = presence.of(me.id)
    return {
        "lists": conversations.desk(me),
        "finished": casework.conversations_with_finished_tasks(me.id), "urgent": casework.count_urgent_tasks(me.id),
        "opened": opened,
        "answering": conversation is not None and _answers_in(me, conversation),
        "stands": f"{conversation.state} {conversation.staff_id or ''}" if conversation else "",
        "minutes": _minutes,
        "there": there,
        "presence_label": presence_labels.label(there),
    }


def _answers_in(me: StaffIdentity, conversation: Conversation) -> bool:
    """Return whether a person can answer in a conversation; asks the database only about colleagues' ones."""
    if conversation.state != "active":
        return False
    return conversation.staff_id == me.id or conversations.writes_in(me.id, conversation.id)


def _minutes(conversation: Conversation) -> int:
    # Never negative, also when the clock was set back.
    return max(0, int((clock.now() - conversation.opened_at).total_seconds() // 60))


def conversation_context(
    me: StaffIdentity, conversation: Conversation, question: str, page_url: PageUrl
) -> Mapping[str, Any]:
    """Return the context of conversation.html: messages, notes, tasks, replies."""
    entries, by_email = conversations.messages(conversation.id), conversation.answer_by == "email"
    more: dict[str, Any] = {}
    if _answers_in(me, conversation):
        greeted = any(entry.author == "operator" for entry in entries)
        more = {
            "replies": replies.replies_for(conversation, reply_values(me, conversation), greeted),
            **knowledge_context(conversation, question or conversation.subject, page_url),
        }
    return {
        "entries": entries, "mine": conversation.staff_id == me.id,
        "guests": conversations.participants(conversation.id),
        "marks": (conversation.delivered_citizen, conversation.read_citizen),
        "earlier": conversations.earlier([entry.id for entry in entries if entry.edited_at]),
        "phone": addresses.spoken_phone(conversation.contact.phone) if conversation.contact.phone else "",
        "notes": casework.notes(conversation.id), "tasks": casework.of_conversation(conversation.id),
        "unsent": emails.unsent(conversation.reference, EmailPurpose.ANSWER) if by_email else None,
        "question": question, **more,
    }  # fmt: skip


def knowledge_context(conversation: Conversation, question: str, page_url: PageUrl) -> Mapping[str, Any]:
    """Return the context of found-services.html: services that match `question`, with texts to send."""
    found = sendable_texts.find_services(question, replies.answer_language(conversation), page_url)
    return {"found_services": found, "searched_for": question}


def reply_values(me: StaffIdentity, conversation: Conversation) -> Mapping[str, str]:
    """Return the values of the placeholders in canned replies."""
    return placeholder_values.for_conversation(conversation, me.name, replies.answer_language(conversation))


def text_to_insert(me: StaffIdentity, conversation: Conversation, name: str, page_url: PageUrl) -> str:
    """Return the text to insert into the answer: a canned reply, a sendable text or a task's result; else empty."""
    kind, _colon, rest = name.partition(":")
    if kind == "reply":
        return replies.text_by_id(rest, conversation, reply_values(me, conversation))
    if kind == "task":
        done = [one for one in casework.of_conversation(conversation.id) if one.task.public_id == rest]
        return (done[0].task.result or "") if done else ""
    return sendable_texts.text_by_name(name, replies.answer_language(conversation), page_url)
