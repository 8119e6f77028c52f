"""Registers the room's parts as a `Feature`."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.feature import Feature, Page
from app.knowledge import actions, api, commands, queries, views
from app.knowledge.library import library


def pages() -> Iterator[Page]:
    """Yield the room's public pages, without withdrawn services."""
    yield Page("knowledge.situations")
    for slug in library().situations:
        yield Page("knowledge.situation", {"slug": slug})
    yield Page("knowledge.services")
    for service in queries.current_services():
        yield Page("knowledge.service", {"slug": service.slug})


def prepare() -> None:
    """Fill the search index when the content or the spelling rules have changed."""
    actions.build_index()


def health() -> Mapping[str, Any]:
    """Report whether the search index is filled, and how many services citizens can read."""
    return {"ok": queries.index_ready(), "services": len(queries.current_services())}


feature = Feature(
    name="knowledge",
    public=[views.blueprint],
    api=api.blueprint,
    commands=commands.knowledge,
    sitemap=pages,
    offline=pages,
    prepare=prepare,
    health=health,
    retention=actions.erase_old,
)
