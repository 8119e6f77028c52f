"""What the room plugs into the house."""

from app.console import collaboration, sockets, staff
from app.core.feature import Feature
from app.events import StaffAccessChanged, StaffSignedOut, TaskCreated, TaskDone

feature = Feature(
    name="console",
    staff=[staff.blueprint, collaboration.blueprint],
    namespaces=[sockets.DeskEvents],
    listens={
        StaffSignedOut: sockets.signed_out,
        StaffAccessChanged: sockets.access_changed,
        TaskCreated: sockets.tasks_changed,
        TaskDone: sockets.tasks_changed,
    },
)
