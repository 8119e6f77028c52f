"""What this room adds to the application."""

from collections.abc import Iterator

from app.appointments import actions, api, contact_parts, queries, staff, visit_pages
from app.core.clock import iso
from app.core.feature import Feature, MenuEntry, Page
from app.core.i18n import lazy as _l


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("appointments.start")
    for place in queries.bookable_places():
        yield Page("appointments.services", {"slug": place.slug})


feature = Feature(
    name="appointments",
    public=[visit_pages.blueprint],
    staff=[staff.blueprint],
    menu=[MenuEntry("appointments_staff.day", _l("Appointments"), "calendar")],
    api=api.blueprint,
    sitemap=pages,
    own_pages=["appointments.find", "appointments.visit", "appointments.done"],
    jinja={"iso": iso},
    retention=actions.erase_old,
    contact=contact_parts.hooks,
)
