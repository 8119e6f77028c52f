"""Registers the room's parts as a `Feature`."""

from collections.abc import Iterator
from functools import partial

from app.core.feature import Feature, Page
from app.locations import api, queries, views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("locations.places")
    yield Page("locations.hours")
    for place in queries.locations():
        yield Page("locations.place", {"slug": place.slug})


def offline() -> Iterator[Page]:
    """Yield the pages that browsers store for offline use."""
    yield Page("locations.hours")
    yield Page("locations.places")


feature = Feature(
    name="locations",
    public=[views.blueprint],
    api=api.blueprint,
    sitemap=pages,
    offline=offline,
    jinja={"chat_state": partial(queries.channel_state, "chat")},
)
