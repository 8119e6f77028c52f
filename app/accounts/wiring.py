"""What the room plugs into the house."""

from app.accounts import access, staff
from app.core.feature import Feature

feature = Feature(
    name="accounts",
    staff=[staff.blueprint],
    jinja={"current_staff": access.current_staff, "staff_menu": access.menu, "role_name": access.role_name},
)
