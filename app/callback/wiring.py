"""What this room adds to the application."""

from collections.abc import Iterator

from app.callback import views
from app.core.feature import Feature, Page


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("callback.ways")
    yield Page("callback.request_call")


def offline() -> Iterator[Page]:
    """Yield what stays readable without a connection."""
    yield Page("callback.ways")


feature = Feature(name="callback", public=[views.blueprint], sitemap=pages, offline=offline)
