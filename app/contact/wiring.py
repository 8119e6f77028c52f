"""What the room plugs into the house."""

from collections.abc import Iterator

from app.contact import views
from app.core.feature import Feature, Page


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("contact.ways")
    yield Page("contact.callback")


def offline() -> Iterator[Page]:
    """Yield what stays readable without a connection."""
    yield Page("contact.ways")


feature = Feature(name="contact", public=[views.blueprint], sitemap=pages, offline=offline)
