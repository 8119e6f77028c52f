"""What the room plugs into the house."""

from app.conversations import api, live
from app.core.feature import Feature
from app.events import ConversationEnded, ConversationOpened, ConversationReleased, ConversationTaken, MessagePosted

feature = Feature(
    name="conversations",
    api=api.api,
    listens={
        MessagePosted: live.message_posted,
        ConversationOpened: live.line_grew,
        ConversationTaken: live.standing_changed,
        ConversationReleased: live.standing_changed,
        ConversationEnded: live.standing_changed,
    },
)
