"""Registers the room's parts as a `Feature`."""

from collections.abc import Iterator

from app.core.feature import Feature, Page
from app.documents import actions, api, commands, queries, views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("documents.forms")
    for form in queries.forms():
        yield Page("documents.form", {"slug": form.slug})
        yield Page("documents.fill", {"slug": form.slug})


def offline() -> Iterator[Page]:
    """Yield the pages that browsers store for offline use."""
    yield Page("documents.forms")


feature = Feature(
    name="documents",
    public=[views.blueprint],
    api=api.blueprint,
    commands=commands.documents,
    sitemap=pages,
    offline=offline,
    prepare=actions.prepare,
)
