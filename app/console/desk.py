"""Decides what stands on a desk: the lists, the open conversation, and what can be put into its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.accounts.queries import StaffIdentity
from app.casework import queries as casework
from app.console import offers, placeholder_values, presence_labels, replies
from app.console.offers import Address
from app.contacts import address as addresses
from app.conversations import queries as talking
from app.conversations.models import Conversation
from app.core import clock
from app.notifications import queries as emails
from app.notifications.models import EmailPurpose
from app.presence import queries as presence


def lists(me: StaffIdentity, conversation: Conversation | None, opened: str) -> Mapping[str, Any]:
    """Return what stands on the left: oneself, one's conversations, and who waits."""
    there = presence.of(me.id)
    return {
        "lists": talking.desk(me),
        "finished": casework.finished(me.id), "urgent": casework.urgent(me.id),
        "opened": opened,
        "answering": conversation is not None and _answers_in(me, conversation),
        "stands": f"{conversation.state} {conversation.staff_id or ''}" if conversation else "",
        "minutes": _minutes,
        "there": there,
        "standing": presence_labels.label(there),
    }


def _answers_in(me: StaffIdentity, conversation: Conversation) -> bool:
    """Say whether a person can answer in a conversation; only of a colleague's the database has to be asked."""
    if conversation.state != "active":
        return False
    return conversation.staff_id == me.id or talking.writes_in(me.id, conversation.id)


def _minutes(conversation: Conversation) -> int:
    # A clock that was set back makes nobody wait less than no time.
    return max(0, int((clock.now() - conversation.opened_at).total_seconds() // 60))


def talk(me: StaffIdentity, conversation: Conversation, question: str, address: Address) -> Mapping[str, Any]:
    """Return an open conversation with everything that belongs to it."""
    entries, by_email = talking.messages(conversation.id), conversation.answer_by == "email"
    more: dict[str, Any] = {}
    if _answers_in(me, conversation):
        greeted = any(entry.author == "operator" for entry in entries)
        more = {
            "replies": replies.offered(conversation, values(me, conversation), greeted),
            **knowledge(conversation, question or conversation.subject, address),
        }
    return {
        "entries": entries, "mine": conversation.staff_id == me.id, "guests": talking.participants(conversation.id),
        "marks": (conversation.delivered_citizen, conversation.read_citizen),
        "earlier": talking.earlier([entry.id for entry in entries if entry.edited_at]),
        "phone": addresses.spoken_phone(conversation.contact.phone) if conversation.contact.phone else "",
        "notes": casework.notes(conversation.id), "tasks": casework.of_conversation(conversation.id),
        "unsent": emails.unsent(conversation.reference, EmailPurpose.ANSWER) if by_email else None,
        "question": question, **more,
    }  # fmt: skip


def knowledge(conversation: Conversation, question: str, address: Address) -> Mapping[str, Any]:
    """Return what the town knows of a question, ready to be sent in the citizen's language."""
    return {"matters": offers.found(question, replies.language_of(conversation), address), "looked_for": question}


def values(me: StaffIdentity, conversation: Conversation) -> Mapping[str, str]:
    """Return what is known for the gaps of a canned reply."""
    return placeholder_values.values(conversation, me.name, replies.language_of(conversation))


def put(me: StaffIdentity, conversation: Conversation, name: str, address: Address) -> str:
    """Return the text of what an operator wants to put into the answer: a reply, an offer, or a task's result."""
    kind, _colon, rest = name.partition(":")
    if kind == "reply":
        return replies.by_id(rest, conversation, values(me, conversation))
    if kind == "task":
        done = [one for one in casework.of_conversation(conversation.id) if one.task.public_id == rest]
        return (done[0].task.result or "") if done else ""
    return offers.by_name(name, replies.language_of(conversation), address)
