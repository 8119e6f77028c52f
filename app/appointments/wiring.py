"""What the room plugs into the house."""

from collections.abc import Iterator

from app.appointments import actions, api, contact_parts, queries, staff, visit_pages
from app.core.api import iso
from app.core.feature import Feature, Page


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("appointments.start")
    for place in queries.bookable_places():
        yield Page("appointments.services", {"slug": place.slug})


feature = Feature(
    name="appointments",
    public=[visit_pages.blueprint],
    staff=[staff.blueprint],
    api=api.blueprint,
    sitemap=pages,
    jinja={"iso": iso},
    retention=actions.erase_old,
    contact=contact_parts.hooks,
)
