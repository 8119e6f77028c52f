"""All events. They contain ids and no rows; their listeners run after the commit (`app/core/bus.py`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConversationOpened:
    """A citizen has started a conversation."""

    conversation_id: int


@dataclass(frozen=True)
class ConversationTaken:
    """An operator has taken a conversation from the waiting line."""

    conversation_id: int
    staff_id: int


@dataclass(frozen=True)
class ConversationReleased:
    """An operator has put a conversation back into the waiting line."""

    conversation_id: int
    staff_id: int


@dataclass(frozen=True)
class ConversationEnded:
    """One of the two sides has ended a conversation."""

    conversation_id: int


@dataclass(frozen=True)
class ConversationReopened:
    """A citizen has written in an ended conversation, which becomes a left message that any operator may answer."""

    conversation_id: int


@dataclass(frozen=True)
class ConversationClosed:
    """The office has closed and nobody is there, so a waiting conversation has become a left message."""

    conversation_id: int


@dataclass(frozen=True)
class MessagePosted:
    """A message was stored in a conversation."""

    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class MessageEdited:
    """The author has changed the text of a message; the earlier text is kept."""

    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class MarksMoved:
    """One side (`citizen` or `operator`) has received or read further messages of a conversation."""

    conversation_id: int
    side: str


@dataclass(frozen=True)
class ParticipantsChanged:
    """A colleague was invited into a conversation or has left it."""

    conversation_id: int
    staff_id: int


@dataclass(frozen=True)
class ConversationErased:
    """A conversation was erased; listeners erase what they have stored for it elsewhere."""

    conversation_id: int


@dataclass(frozen=True)
class PresenceChanged:
    """A member of staff has arrived, paused, left, or has been silent for too long."""

    staff_id: int


@dataclass(frozen=True)
class StaffSignedOut:
    """A member of staff has signed out, or the session has ended."""

    staff_id: int


@dataclass(frozen=True)
class TaskCreated:
    """A member of staff was given a task with a due date."""

    task_id: int


@dataclass(frozen=True)
class TaskDone:
    """A task was finished, and its result was written."""

    task_id: int


@dataclass(frozen=True)
class HoursChanged:
    """Staff have set or withdrawn exceptions to the opening hours, so hours that were sent before may be wrong."""

    exception_id: int


@dataclass(frozen=True)
class StaffAccessChanged:
    """The role of a member of staff has changed, or their access was switched off."""

    staff_id: int


@dataclass(frozen=True)
class EmailEnqueued:
    """An e-mail was stored and is to be handed to the mail server."""

    email_id: int
