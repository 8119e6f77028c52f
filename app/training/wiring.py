"""What this room adds to the application."""

from app.core.feature import Feature, MenuEntry
from app.core.i18n import lazy as _l
from app.training import actions, jobs, staff

feature = Feature(
    name="training",
    staff=[staff.blueprint],
    menu=[MenuEntry("training.overview", _l("Practice"), "speak")],
    every_5_seconds=jobs.run_simulated_citizens,
    retention=actions.end_abandoned_rehearsals,
)
