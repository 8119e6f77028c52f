"""Erases, each night, addresses that nothing needs, device keys that have expired, and contacts without parts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select, update

from app.contacts.actions import NO_ADDRESSES
from app.contacts.models import Contact, DeviceKey
from app.core import db
from app.core.db import session, transaction
from app.core.feature import contact_hooks

# Short transactions: between two of them others may write.
BATCH = 200


def erase_old(now: datetime) -> dict[str, int]:
    """Erase what is due; return how many of each kind."""
    with transaction() as current:
        expired = db.affected_rows(current.execute(delete(DeviceKey).where(DeviceKey.expires_at <= now)))
    with_address = select(Contact.id).where(or_(Contact.phone.is_not(None), Contact.email.is_not(None)))
    return {
        "addresses": _each(with_address, lambda ids: _needed(ids, now), _forget_addresses),
        "device_keys": expired,
        "contacts": _each(select(Contact.id), _used, _erase),
    }


def _each(wanted: Select[Any], keep: Callable[[Collection[int]], set[int]], drop: Callable[[list[int]], None]) -> int:
    """Go through the contacts of `wanted` in batches and `drop` those that are not to be kept; return how many."""
    dropped, after = 0, 0
    while ids := list(session().scalars(wanted.where(Contact.id > after).order_by(Contact.id).limit(BATCH))):
        after = ids[-1]
        with transaction():
            # Asked inside the transaction: a part that is added meanwhile keeps its contact.
            if gone := sorted(set(ids) - keep(ids)):
                drop(gone)
                dropped += len(gone)
    return dropped


def _needed(ids: Collection[int], now: datetime) -> set[int]:
    return {number for hooks in contact_hooks() for number in hooks.addresses_needed(ids, now)}


def _used(ids: Collection[int]) -> set[int]:
    return {number for hooks in contact_hooks() for number in hooks.used(ids)}


def _forget_addresses(ids: list[int]) -> None:
    session().execute(update(Contact).where(Contact.id.in_(ids)).values(NO_ADDRESSES))


def _erase(ids: list[int]) -> None:
    session().execute(delete(Contact).where(Contact.id.in_(ids)))
