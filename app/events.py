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
class MessagePosted:
    """A message was stored in a conversation."""

    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class BookingMade:
    """A citizen booked a visit."""

    booking_id: int


@dataclass(frozen=True)
class BookingMoved:
    """A booking was moved to another time."""

    booking_id: int


@dataclass(frozen=True)
class BookingCancelled:
    """A booking was cancelled; its time is free again."""

    booking_id: int


@dataclass(frozen=True)
class StaffSignedIn:
    """A member of staff signed in."""

    staff_id: int


@dataclass(frozen=True)
class StaffSignedOut:
    """A member of staff signed out, or the session ended."""

    staff_id: int


@dataclass(frozen=True)
class StaffAccessChanged:
    """A member of staff got another role, or their access was switched off."""

    staff_id: int
