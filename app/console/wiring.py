"""What this room adds to the application."""

from app.console import collaboration, sockets, staff
from app.core.feature import Feature, MenuEntry
from app.core.i18n import lazy as _l
from app.events import StaffAccessChanged, StaffSignedOut, TaskCreated, TaskDone

feature = Feature(
    name="console",
    staff=[staff.blueprint, collaboration.blueprint],
    menu=[MenuEntry("console.desk", _l("Desk"), "chat")],
    namespaces=[sockets.DeskEvents],
    listens={
        StaffSignedOut: sockets.signed_out,
        StaffAccessChanged: sockets.access_changed,
        TaskCreated: sockets.tasks_changed,
        TaskDone: sockets.tasks_changed,
    },
)
