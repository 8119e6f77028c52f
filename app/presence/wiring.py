"""What the room plugs into the house."""

from app.core.feature import Feature
from app.events import StaffSignedOut
from app.presence import actions

feature = Feature(name="presence", often=actions.lapse, listens={StaffSignedOut: actions.signed_out})
