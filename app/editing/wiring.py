"""Registers the room's parts as a `Feature`."""

from app.core.feature import Feature, MenuEntry
from app.core.i18n import lazy as _l
from app.editing import staff, views

feature = Feature(
    name="editing",
    public=[views.preview_blueprint],
    staff=[staff.blueprint, views.blueprint],
    menu=[MenuEntry("editing.overview", _l("Knowledge"), "pen")],
)
