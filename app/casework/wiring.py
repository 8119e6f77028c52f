"""What this room adds to the application."""

from app.casework import actions, staff, words
from app.core.feature import Feature, MenuEntry
from app.core.i18n import lazy as _l

feature = Feature(
    name="casework",
    staff=[staff.blueprint],
    menu=[MenuEntry("casework.tasks", _l("Tasks"), "check", start_page_of=["editor"])],
    retention=actions.erase_old,
    jinja={"task_words": words},
)
