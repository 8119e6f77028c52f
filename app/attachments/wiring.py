"""What this room adds to the application."""

from app.attachments import actions, words
from app.core.feature import Feature
from app.events import ConversationErased

feature = Feature(
    name="attachments",
    jinja={"file_size": words.file_size},
    listens={ConversationErased: actions.conversation_erased},
    retention=actions.erase_old,
)
