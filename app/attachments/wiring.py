"""What the room plugs into the house."""

from app.attachments import actions
from app.core.feature import Feature
from app.events import ConversationErased

feature = Feature(
    name="attachments",
    listens={ConversationErased: actions.conversation_erased},
    retention=actions.erase_old,
)
