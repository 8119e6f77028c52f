"""What the room plugs into the house."""

from app.conversations import api
from app.core.feature import Feature

feature = Feature(name="conversations", api=api.api)
