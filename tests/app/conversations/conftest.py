"""People of a conversation: one citizen, two operators, a helper."""

from __future__ import annotations

import pytest

from app.accounts.models import Staff
from app.accounts.queries import StaffIdentity
from app.core import clock
from app.core.db import transaction


def employ(name: str, role: str) -> StaffIdentity:
    """Return a member of staff who is in the database and at work."""
    with transaction() as current:
        person = Staff(name=name, role=role, created_at=clock.now())
        current.add(person)
    return StaffIdentity(person.id, name, role, False, 1, clock.now())


@pytest.fixture
def anna(app) -> StaffIdentity:
    return employ("Anna K.", "operator")


@pytest.fixture
def bela(app) -> StaffIdentity:
    return employ("Béla K.", "operator")


@pytest.fixture
def helper(app) -> StaffIdentity:
    return employ("Bence K.", "helper")


@pytest.fixture
def supervisor(app) -> StaffIdentity:
    return employ("Dóra K.", "supervisor")
