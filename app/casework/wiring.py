"""What the room plugs into the house."""

from app.casework import actions, staff, words
from app.core.feature import Feature

feature = Feature(name="casework", staff=[staff.blueprint], retention=actions.erase, jinja={"task_words": words})
