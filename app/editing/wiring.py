"""Registers the room's parts as a `Feature`."""

from app.core.feature import Feature
from app.editing import staff, views

feature = Feature(
    name="editing",
    public=[views.preview_blueprint],
    staff=[staff.blueprint, views.blueprint],
)
