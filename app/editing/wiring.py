"""What the room plugs into the house."""

from app.core.feature import Feature
from app.editing import staff, views

feature = Feature(
    name="editing",
    public=[views.preview_blueprint],
    staff=[staff.blueprint, views.blueprint],
)
