"""Registers the room's parts as a `Feature`."""

from collections.abc import Iterator

from app.core.feature import Feature, Page
from app.preferences import views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("preferences.edit")


feature = Feature(
    name="preferences",
    public=[views.blueprint],
    sitemap=pages,
    jinja={"html_attributes": views.html_attributes, "reads_aloud": views.reads_aloud},
)
