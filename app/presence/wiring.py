"""What this room adds to the application."""

from app.core.feature import Feature
from app.events import StaffSignedOut
from app.presence import actions, staff

feature = Feature(
    name="presence",
    staff=[staff.blueprint],
    jinja={"at_work": staff.at_work},
    every_5_seconds=actions.remove_silent,
    listens={StaffSignedOut: actions.signed_out},
)
