"""What this room adds to the application."""

from collections.abc import Iterator

from app.core.feature import Feature, MenuEntry, Page
from app.core.i18n import lazy as _l
from app.events import PresenceChanged
from app.reports import actions, staff, views


def pages() -> Iterator[Page]:
    """Yield the room's public pages."""
    yield Page("charter.show")


feature = Feature(
    name="reports",
    public=[views.blueprint],
    staff=[staff.blueprint],
    menu=[
        MenuEntry("reports.overview", _l("Reports"), "chart"),
        MenuEntry("reports.hours", _l("Exceptions to the hours"), "clock"),
    ],
    listens={PresenceChanged: actions.count_staffing},
    sitemap=pages,
    retention=actions.count_and_erase,
)
