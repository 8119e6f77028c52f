"""Decides which exceptions of the staff hold now, and lays them over the content folder's hours.

Hours are asked for on almost every page, so the few rows are kept in memory: this process knows of a change at once,
another one within `KEPT_SECONDS`.
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
class Dated:
    """The exceptions that hold, by what they are for, the newest first. The same object until something changes."""

    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Known:
    dated: Dated
    at: float


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def current() -> Dated:
    """Return the exceptions that hold."""
    here, now = engine(), clock.monotonic()
    known = _known.get(here)
    if known is None or now - known.at > KEPT_SECONDS:
        rows = _read()
        dated = known.dated if known and known.dated.rows == rows else Dated(rows)
        known = _known[here] = _Known(dated, now)
    return known.dated


def forget() -> None:
    """Read again at the next question: something has changed."""
    _known.pop(engine(), None)


def overlaid(base: Hours, scope: str, dated: Dated) -> Hours:
    """Return the hours of the content folder with the exceptions of the staff above them."""
    return _overlaid(base, scope, dated) if scope in dated.rows else base


def last_day(row: HoursException) -> date:
    """Return the last day on which an exception holds: one that is withdrawn ends the day before, if it began."""
    if row.withdrawn_at is None:
        return row.last
    return min(row.last, clock.local(row.withdrawn_at).date() - timedelta(days=1))


@lru_cache(maxsize=128)
def _overlaid(base: Hours, scope: str, dated: Dated) -> Hours:
    return base.with_exceptions(dated.rows[scope])


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
