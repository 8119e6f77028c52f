"""What this room adds to the application."""

from collections.abc import Iterator

from app.core.feature import Feature, MenuEntry, Page
from app.core.i18n import lazy as _l
from app.tracking import contact_data, staff, views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("tracking.find")


feature = Feature(
    name="tracking",
    public=[views.blueprint],
    staff=[staff.blueprint],
    menu=[MenuEntry("tracking_staff.look_up", _l("Look up a reference"), "search")],
    sitemap=pages,
    contact=contact_data.hooks,
)
