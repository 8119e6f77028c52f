"""Applies the exceptions that staff have set to the content folder's hours.

Almost every page needs the hours, so the few rows are cached: this process sees a change at once, other processes
within `KEPT_SECONDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from app.core import clock
from app.core.db import engine, session
from app.locations.hours import Hours
from app.locations.models import HoursException

KEPT_SECONDS = 5.0

Row = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class StaffExceptions:
    """The valid exceptions by scope, the newest first. The object stays the same until something changes."""

    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Known:
    exceptions: StaffExceptions
    at: float


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def current() -> StaffExceptions:
    """Return the valid exceptions, from the cache when it is fresh."""
    here, now = engine(), clock.monotonic()
    known = _known.get(here)
    if known is None or now - known.at > KEPT_SECONDS:
        rows = _read()
        exceptions = known.exceptions if known and known.exceptions.rows == rows else StaffExceptions(rows)
        known = _known[here] = _Known(exceptions, now)
    return known.exceptions


def clear_cache() -> None:
    """Clear the cache after a change."""
    _known.pop(engine(), None)


def apply(base: Hours, scope: str, exceptions: StaffExceptions) -> Hours:
    """Return `base` with the exceptions of `scope` applied; these come before its own."""
    return _applied(base, scope, exceptions) if scope in exceptions.rows else base


def last_day(row: HoursException) -> date:
    """Return the last day of an exception; a withdrawn one ends on the day before its withdrawal."""
    if row.withdrawn_at is None:
        return row.last
    return min(row.last, clock.local(row.withdrawn_at).date() - timedelta(days=1))


@lru_cache(maxsize=128)
def _applied(base: Hours, scope: str, exceptions: StaffExceptions) -> Hours:
    return base.with_exceptions(exceptions.rows[scope])


def _read() -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in session().scalars(select(HoursException).order_by(HoursException.id.desc())):
        last = last_day(row)
        if row.first > last:
            continue
        said = {"first": str(row.first), "last": str(last), "windows": row.windows, "reason": row.reason}
        for scope in row.scopes:
            found[scope] = (*found.get(scope, ()), said)
    return found
