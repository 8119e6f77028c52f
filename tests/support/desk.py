"""A present operator, for tests that need one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from app.accounts.models import Staff
from app.accounts.queries import StaffIdentity
from app.core import clock
from app.core.db import transaction
from app.presence import actions
from app.presence.models import Presence


def somebody_at_the_desk(name: str = "Ügyeletes K.", limit: int | None = None) -> StaffIdentity:
    """Return an operator who stays present however far the test's clock is moved."""
    with transaction() as current:
        person = Staff(name=name, role="operator", created_at=clock.now())
        current.add(person)
    staff = StaffIdentity(person.id, name, "operator", False, 1, clock.now())
    actions.arrive(staff, limit)
    with transaction() as current:
        ever = clock.now() + timedelta(days=10000)
        current.execute(update(Presence).where(Presence.staff_id == staff.id).values(seen_at=ever))
    return staff
