"""What the room plugs into the house."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core.feature import Feature, Page
from app.knowledge import actions, api, commands, queries, views
from app.knowledge.library import library


def pages() -> Iterator[Page]:
    """Yield the room's public pages; what is withdrawn is not among them."""
    yield Page("knowledge.situations")
    for slug in library().situations:
        yield Page("knowledge.situation", {"slug": slug})
    yield Page("knowledge.services")
    for service in queries.current_services():
        yield Page("knowledge.service", {"slug": service.slug})


def prepare() -> None:
    """Fill the search index when the content, or the way of reading it, has changed."""
    actions.build_index()


def health() -> Mapping[str, Any]:
    """Say whether the search can answer, and how many services citizens can read."""
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
