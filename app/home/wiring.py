"""Registers the room's parts as a `Feature`."""

from collections.abc import Iterator

from app.core.feature import Feature, Page
from app.home import views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("home.start")
    yield Page("home.privacy")


def offline() -> Iterator[Page]:
    """Yield the pages that browsers store for offline use."""
    yield Page("home.start")
    yield Page("home.offline")


feature = Feature(name="home", blueprints=[views.root], public=[views.blueprint], sitemap=pages, offline=offline)
