"""What this room adds to the application."""

from app.accounts import access, actions, commands, staff
from app.accounts.words import role_name
from app.core.feature import Feature, MenuEntry
from app.core.i18n import lazy as _l

feature = Feature(
    name="accounts",
    staff=[staff.blueprint],
    menu=[
        MenuEntry("accounts.people", _l("People"), "people"),
        MenuEntry("accounts.audit", _l("Audit log"), "form"),
        MenuEntry("accounts.passkeys", _l("My passkeys"), "person"),
    ],
    commands=commands.group,
    start_message=commands.start_message,
    retention=actions.erase_old,
    jinja={
        "current_staff": access.current_staff,
        "staff_menu": access.menu,
        "role_name": role_name,
        "on_staff_side": access.on_staff_side,
    },
)
