"""What the room plugs into the house."""

from app.console import sockets, staff
from app.core.feature import Feature
from app.events import StaffAccessChanged, StaffSignedOut

feature = Feature(
    name="console",
    staff=[staff.blueprint],
    namespaces=[sockets.DeskEvents],
    listens={StaffSignedOut: sockets.signed_out, StaffAccessChanged: sockets.access_changed},
)
