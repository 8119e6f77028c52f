"""Tells connected browsers what has happened: the conversation's own people on `/chat`, the operators on `/desk`.

Everything here runs after the commit, so what is told is stored. docs/realtime.md describes the events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.conversations import queries, serializers
from app.conversations.queries import Availability
from app.core.realtime import socketio
from app.events import (
    ConversationClosed,
    ConversationEnded,
    ConversationErased,
    ConversationOpened,
    ConversationReleased,
    ConversationReopened,
    ConversationTaken,
    MarksMoved,
    MessageEdited,
    MessagePosted,
    ParticipantsChanged,
    PresenceChanged,
)

CHAT = "/chat"
DESK = "/desk"
# Every operator's desk is in this room.
LINE = "line"
# Who has the chat's first page open and has not begun yet.
DOOR = "door"


def room(conversation_id: int) -> str:
    """Name the room of one conversation, in both namespaces."""
    return f"c{conversation_id}"


def message_posted(event: MessagePosted) -> None:
    """Send a new message to both sides."""
    there = room(event.conversation_id)
    described = serializers.message(queries.entry(event.message_id))
    _emit("posted", described, there, CHAT)
    # A desk follows several conversations.
    _emit("posted", {**described, "in": event.conversation_id}, there, DESK)


def message_edited(event: MessageEdited) -> None:
    """Send a message's new words, and its earlier ones, to both sides."""
    there = room(event.conversation_id)
    described = serializers.edited(queries.entry(event.message_id), queries.earlier([event.message_id]))
    _emit("edited", described, there, CHAT)
    _emit("edited", {**described, "in": event.conversation_id}, there, DESK)


def marks_moved(event: MarksMoved) -> None:
    """Tell the other side how far its messages have been received and read."""
    conversation = queries.state_of(event.conversation_id)
    there = CHAT if event.side == "operator" else DESK
    described = serializers.marks(conversation, event.side)
    _emit("marks", {**described, "in": conversation.id} if there == DESK else described, room(conversation.id), there)


def people_changed(event: ParticipantsChanged) -> None:
    """Let the desks look again who takes part."""
    _emit("line", {"changed": event.conversation_id}, LINE, DESK)


def state_changed(
    event: ConversationTaken | ConversationReleased | ConversationReopened | ConversationClosed | ConversationEnded,
) -> None:
    """Say to both sides how the conversation stands now, and to the line that it has moved."""
    conversation = queries.state_of(event.conversation_id)
    there = room(conversation.id)
    _emit("state", serializers.state(conversation), there, CHAT)
    line_moved(event)
    # Desks that only looked on must not go on listening; the desk of the new operator joins again.
    socketio.server.close_room(there, namespace=DESK)


def line_grew(event: ConversationOpened) -> None:
    """Tell the desks that someone has come; the newcomer stands last, so nobody else's place has changed."""
    _emit("line", {"changed": event.conversation_id}, LINE, DESK)


def line_moved(
    event: ConversationTaken
    | ConversationReleased
    | ConversationReopened
    | ConversationClosed
    | ConversationEnded
    | ConversationErased,
) -> None:
    """Tell the waiting citizens their places, and the desks that their lists have changed."""
    tell_places()
    _emit("line", {"changed": event.conversation_id}, LINE, DESK)


def tell_places() -> None:
    """Tell the waiting citizens their places, and whether anybody is there."""
    waiting = queries.line()
    attendance = queries.attendance() if waiting else ""
    for position, (conversation_id, _public_id) in enumerate(waiting, start=1):
        _emit("queue", serializers.place(position, attendance), room(conversation_id), CHAT)


def tell_availability(found: Availability) -> None:
    """Tell those who have the chat's first page open whether they can talk to somebody now."""
    _emit("availability", serializers.availability(found), DOOR, CHAT)


def people_came_or_went(event: PresenceChanged) -> None:
    """Let the desks update the list of present operators."""
    _emit("line", {"staff": event.staff_id}, LINE, DESK)


def erased(event: ConversationErased) -> None:
    """Tell whoever has the conversation open that it is gone; nobody hears anything of it any more."""
    there = room(event.conversation_id)
    for namespace in (CHAT, DESK):
        _emit("erased", {**serializers.erased(), "in": event.conversation_id}, there, namespace)
        socketio.server.close_room(there, namespace=namespace)
    line_moved(event)


def typing(namespace: str, conversation_id: int, data: dict[str, Any]) -> None:
    """Pass on that someone is writing, to the side that `namespace` names."""
    _emit("typing", data, room(conversation_id), namespace)


def _emit(event: str, data: Mapping[str, Any], there: str, namespace: str) -> None:
    socketio.server.emit(event, data, to=there, namespace=namespace)
