"""Registers the room's parts as a `Feature`."""

from collections.abc import Iterator

from app.core.feature import Feature, Page
from app.statement import views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("statement.show")


feature = Feature(name="statement", public=[views.blueprint], sitemap=pages)
