"""What the room plugs into the house."""

from app.core.feature import Feature

feature = Feature(name="presence")
