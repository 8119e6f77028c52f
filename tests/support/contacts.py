"""Contacts as the rooms store them, for tests that store their parts themselves."""

from __future__ import annotations

from itertools import count
from typing import Any

from app.contacts.models import Contact
from app.core import clock

_numbers = count(1)


def contact_row(**more: Any) -> Contact:
    """Return a contact that nothing opens, not yet added to a session."""
    number = next(_numbers)
    values = {
        "public_id": f"contact{number:08}", "reference": f"T{number:06}", "language": "hu", "needs": [],
        "begun_at": clock.now(), **more,
    }  # fmt: skip
    return Contact(**values)
