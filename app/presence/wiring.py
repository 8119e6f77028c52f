"""What the room plugs into the house."""

from app.core.feature import Feature
from app.presence import actions

feature = Feature(name="presence", often=actions.lapse)
