"""What this room adds to the application."""

from collections.abc import Iterator

from app.chat import sockets, views
from app.core.feature import Feature, Page


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("chat.start")


feature = Feature(
    name="chat",
    public=[views.blueprint],
    namespaces=[sockets.ChatEvents],
    sitemap=pages,
    own_pages=["chat.conversation_page"],
    queued_posts=["chat.post"],
)
