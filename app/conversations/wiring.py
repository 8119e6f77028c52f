"""What this room adds to the application."""

from app.conversations import api, availability_monitor, contact_parts, live, retention, words
from app.core.feature import Feature
from app.events import (
    ConversationClosed,
    ConversationEnded,
    ConversationErased,
    ConversationOpened,
    ConversationReleased,
    ConversationReopened,
    ConversationTaken,
    HoursChanged,
    MarksMoved,
    MessageEdited,
    MessagePosted,
    ParticipantsChanged,
    PresenceChanged,
)

feature = Feature(
    name="conversations",
    api=api.blueprint,
    # Every page that shows conversations says them in the same words.
    jinja={"conversation_words": words, "can_chat": availability_monitor.can_chat},
    retention=retention.erase_old,
    contact=contact_parts.hooks,
    every_5_seconds=availability_monitor.refresh,
    listens={
        MessagePosted: live.message_posted,
        MessageEdited: live.message_edited,
        MarksMoved: live.marks_moved,
        ParticipantsChanged: live.people_changed,
        PresenceChanged: availability_monitor.presence_changed,
        HoursChanged: availability_monitor.hours_changed,
        ConversationOpened: live.line_grew,
        ConversationTaken: live.state_changed,
        ConversationReleased: live.state_changed,
        ConversationReopened: live.state_changed,
        ConversationClosed: live.state_changed,
        ConversationEnded: live.state_changed,
        ConversationErased: live.erased,
    },
)
