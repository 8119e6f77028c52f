"""What the room plugs into the house."""

from app.core.feature import Feature
from app.training import actions, jobs, staff

feature = Feature(
    name="training", staff=[staff.blueprint], every_5_seconds=jobs.look, retention=actions.close_given_up,
)  # fmt: skip
