"""What the room plugs into the house."""

from collections.abc import Iterator

from app.core.feature import Feature, Page
from app.events import PresenceChanged
from app.reports import actions, staff, views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("charter.show")


feature = Feature(
    name="reports",
    public=[views.blueprint],
    staff=[staff.blueprint],
    listens={PresenceChanged: actions.count_staffing},
    sitemap=pages,
    retention=actions.nightly,
)
