"""Adds and withdraws exceptions to the opening hours; each is recorded with author, time and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import update

from app.core import audit, clock
from app.core.bus import publish
from app.core.db import after_commit, transaction
from app.events import HoursChanged
from app.locations import queries, staff_exceptions
from app.locations.models import HoursException
from app.locations.words import ADD_EXCEPTION, WITHDRAW_EXCEPTION

# Longer changes belong to the weekly hours in the content folder.
LONGEST = timedelta(days=92)
FURTHEST_AHEAD_AHEAD = timedelta(days=2 * 366)


class InvalidHoursExceptionError(ValueError):
    """An exception is invalid; `field` names the wrong part, `why` is the reason as a code."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


@dataclass(frozen=True)
class NewHoursException:
    """An exception to add. `windows` are pairs of HH:MM; none means closed."""

    first: date
    last: date
    scopes: Sequence[str]
    windows: Sequence[tuple[str, str]]
    reason: Mapping[str, str]


def add_exception(actor: str, wanted: NewHoursException) -> int:
    """Add an exception to the hours and return its id. Raise `InvalidHoursExceptionError` for an invalid one."""
    _check(wanted)
    with transaction() as current:
        row = HoursException(
            first=wanted.first, last=wanted.last, scopes=list(wanted.scopes),
            windows=[{"from": start, "to": end} for start, end in sorted(wanted.windows)],
            reason=dict(wanted.reason), added_by=actor, added_at=clock.now(),
        )  # fmt: skip
        current.add(row)
        current.flush()
        audit.record(
            actor, ADD_EXCEPTION, f"hours:{row.id}",
            first=str(row.first), last=str(row.last), scopes=row.scopes, windows=row.windows,
        )  # fmt: skip
        _changed(row.id)
    return row.id


def withdraw_exception(actor: str, exception_id: int) -> bool:
    """Withdraw an exception from today on; its past days stay. Return False when it has ended or was withdrawn."""
    with transaction() as current:
        done = current.execute(
            update(HoursException)
            .where(
                HoursException.id == exception_id,
                HoursException.withdrawn_at.is_(None),
                HoursException.last >= clock.today(),
            )
            .values(withdrawn_at=clock.now(), withdrawn_by=actor)
            .returning(HoursException.id)
        ).all()
        if done:
            audit.record(actor, WITHDRAW_EXCEPTION, f"hours:{exception_id}")
            _changed(exception_id)
    return bool(done)


def _changed(exception_id: int) -> None:
    after_commit(staff_exceptions.clear_cache)
    publish(HoursChanged(exception_id))


def _check(wanted: NewHoursException) -> None:
    today = clock.today()
    if not today <= wanted.first <= today + FURTHEST_AHEAD_AHEAD:
        raise InvalidHoursExceptionError("first", "past" if wanted.first < today else "far")
    if wanted.last < wanted.first:
        raise InvalidHoursExceptionError("last", "order")
    if wanted.last - wanted.first > LONGEST:
        raise InvalidHoursExceptionError("last", "long")
    if not wanted.scopes or set(wanted.scopes) - set(queries.scopes()):
        raise InvalidHoursExceptionError("scopes", "none")
    _check_windows(sorted(wanted.windows))
    if not wanted.reason.get("hu"):
        raise InvalidHoursExceptionError("reason", "none")


def _check_windows(windows: Sequence[tuple[str, str]]) -> None:
    if any(start >= end for start, end in windows):
        raise InvalidHoursExceptionError("windows", "order")
    if any(later < end for (_start, end), (later, _end) in pairwise(windows)):
        raise InvalidHoursExceptionError("windows", "overlap")
