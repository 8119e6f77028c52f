"""Everything that can happen, on one page. An event carries ids, never rows; listeners run after the commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConversationOpened:
    """A citizen started a conversation; it waits for an operator."""

    conversation_id: int


@dataclass(frozen=True)
class ConversationTaken:
    """An operator took a conversation out of the waiting line."""

    conversation_id: int
    staff_id: int


@dataclass(frozen=True)
class ConversationReleased:
    """An operator gave a conversation back to the waiting line."""

    conversation_id: int
    staff_id: int


@dataclass(frozen=True)
class ConversationEnded:
    """A conversation was closed, by either side."""

    conversation_id: int


@dataclass(frozen=True)
class ConversationReopened:
    """A citizen has written in a conversation that had ended: it is a message left now, for any operator to answer."""

    conversation_id: int


@dataclass(frozen=True)
class ConversationClosed:
    """The hours are over and nobody is there: a conversation that waited is now a message left."""

    conversation_id: int


@dataclass(frozen=True)
class MessagePosted:
    """A message was stored in a conversation."""

    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class MessageEdited:
    """A message's author has changed its words; the earlier ones are kept."""

    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class MarksMoved:
    """One side (`citizen` or `operator`) has received, or read, more of a conversation."""

    conversation_id: int
    side: str


@dataclass(frozen=True)
class ParticipantsChanged:
    """A colleague was brought into a conversation, or has left it."""

    conversation_id: int
    staff_id: int


@dataclass(frozen=True)
class ConversationErased:
    """A conversation and everything of it is gone; whoever keeps something of it elsewhere erases it now."""

    conversation_id: int


@dataclass(frozen=True)
class ContactErased:
    """A contact is gone with all its parts; whoever keeps something by its reference elsewhere erases it now."""

    contact_id: int
    reference: str


@dataclass(frozen=True)
class PresenceChanged:
    """A member of staff has come, paused, gone, or has not been heard of for too long."""

    staff_id: int


@dataclass(frozen=True)
class StaffSignedOut:
    """A member of staff signed out, or the session ended."""

    staff_id: int


@dataclass(frozen=True)
class TaskCreated:
    """A colleague was asked to do something until a day."""

    task_id: int


@dataclass(frozen=True)
class TaskDone:
    """A task was finished; its result is written."""

    task_id: int


@dataclass(frozen=True)
class HoursChanged:
    """Staff set other opening hours for some days, or withdrew them: what was said of the hours may be wrong now."""

    exception_id: int


@dataclass(frozen=True)
class StaffAccessChanged:
    """A member of staff got another role, or their access was switched off."""

    staff_id: int
