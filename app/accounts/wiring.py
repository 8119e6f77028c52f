"""What the room plugs into the house."""

from app.accounts import access, actions, commands, staff
from app.accounts.words import role_name
from app.core.feature import Feature

feature = Feature(
    name="accounts",
    staff=[staff.blueprint],
    commands=commands.group,
    greeting=commands.greeting,
    retention=actions.erase_old,
    jinja={
        "current_staff": access.current_staff,
        "staff_menu": access.menu,
        "role_name": role_name,
        "on_staff_side": access.on_staff_side,
    },
)
