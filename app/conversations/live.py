"""Tells connected browsers what has happened: the conversation's own people on `/chat`, the operators on `/desk`.

Everything here runs after the commit, so what is told is stored. docs/realtime.md describes the events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.conversations import queries, wire
from app.core.realtime import socketio
from app.events import (
    ConversationEnded,
    ConversationOpened,
    ConversationReleased,
    ConversationTaken,
    MessagePosted,
)

CHAT = "/chat"
DESK = "/desk"
# Every operator's desk is in this room.
LINE = "line"


def room(conversation_id: int) -> str:
    """Name the room of one conversation, in both namespaces."""
    return f"c{conversation_id}"


def message_posted(event: MessagePosted) -> None:
    """Send a new message to both sides."""
    there = room(event.conversation_id)
    described = wire.message(queries.entry(event.message_id))
    _emit("posted", described, there, CHAT)
    # A desk follows several conversations.
    _emit("posted", {**described, "in": event.conversation_id}, there, DESK)


def standing_changed(event: ConversationTaken | ConversationReleased | ConversationEnded) -> None:
    """Say to both sides how the conversation stands now, and to the line that it has moved."""
    conversation = queries.state_of(event.conversation_id)
    there = room(conversation.id)
    _emit("state", wire.state(conversation), there, CHAT)
    line_moved(event)
    # Whoever looked on at a desk does so no longer; the one whose conversation it is now opens it anew.
    socketio.server.close_room(there, namespace=DESK)


def line_grew(event: ConversationOpened) -> None:
    """Tell the desks that someone has come; the newcomer stands last, so nobody else's place has changed."""
    _emit("line", {"changed": event.conversation_id}, LINE, DESK)


def line_moved(event: ConversationTaken | ConversationReleased | ConversationEnded) -> None:
    """Tell the waiting citizens their places, and the desks that their lists have changed."""
    for position, (conversation_id, _public_id) in enumerate(queries.line(), start=1):
        _emit("queue", wire.place(position), room(conversation_id), CHAT)
    _emit("line", {"changed": event.conversation_id}, LINE, DESK)


def typing(namespace: str, conversation_id: int, data: dict[str, Any]) -> None:
    """Pass on that someone is writing, to the side that `namespace` names."""
    _emit("typing", data, room(conversation_id), namespace)


def _emit(event: str, data: Mapping[str, Any], there: str, namespace: str) -> None:
    socketio.server.emit(event, data, to=there, namespace=namespace)
