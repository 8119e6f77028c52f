"""What the room plugs into the house."""

from collections.abc import Iterator

from app.core.feature import Feature, Page
from app.tracking import actions, views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("tracking.find")


feature = Feature(name="tracking", public=[views.blueprint], sitemap=pages, retention=actions.erase_old)
