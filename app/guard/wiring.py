"""Registers the room's parts as a `Feature`."""

from app.core.feature import Feature
from app.guard import api, words

feature = Feature(name="guard", api=api.blueprint, jinja={"guard_names": words.names})
