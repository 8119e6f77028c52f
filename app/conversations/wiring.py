"""What the room plugs into the house."""

from app.conversations import api, live, needs, words
from app.core.feature import Feature
from app.events import ConversationEnded, ConversationOpened, ConversationReleased, ConversationTaken, MessagePosted

feature = Feature(
    name="conversations",
    api=api.api,
    # Every page that shows conversations says them in the same words.
    jinja={"talk_words": words, "NEEDS": needs.NEEDS},
    listens={
        MessagePosted: live.message_posted,
        ConversationOpened: live.line_grew,
        ConversationTaken: live.standing_changed,
        ConversationReleased: live.standing_changed,
        ConversationEnded: live.standing_changed,
    },
)
