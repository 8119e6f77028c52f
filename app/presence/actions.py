"""The only writers of presence: arriving, pausing, leaving, and the heartbeats of an open desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import queries as accounts
from app.accounts.queries import StaffIdentity
from app.core import clock, periodic
from app.core.bus import publish
from app.core.db import session, transaction
from app.events import PresenceChanged, StaffSignedOut
from app.presence import queries
from app.presence.models import REASONS, Presence, PresenceState

MOST_AT_ONCE = 20


def arrive(staff: StaffIdentity, limit: int | None = None) -> None:
    """Store that `staff` is present, for at most `limit` conversations at once (the town's setting if None)."""
    if limit is not None and not 1 <= limit <= MOST_AT_ONCE:
        raise ValueError(f"a person takes 1 to {MOST_AT_ONCE} conversations, not {limit}")
    _set(staff, PresenceState.HERE, None, limit)


def pause(staff: StaffIdentity, reason: str) -> None:
    """Store that `staff` has paused for one of `REASONS`: they get nothing new and keep their conversations."""
    if reason not in REASONS:
        raise ValueError(f"{reason!r} is no reason to pause")
    now = queries.of(staff.id)
    _set(staff, PresenceState.PAUSED, reason, now.limit if now else None)


def leave(staff: StaffIdentity) -> None:
    """Store that `staff` has left."""
    _remove(staff.id)


def record_heartbeat(staff: StaffIdentity) -> None:
    """Store that the desk of `staff` is still open; does nothing for somebody who has not arrived."""
    _set_seen_at(staff, clock.now())


def record_page_opened(staff: StaffIdentity) -> None:
    """Store that `staff` opened a page without script; they count as present for `queries.PAGE_READ`."""
    _set_seen_at(staff, clock.now() + queries.PAGE_READ - queries.LAPSES_AFTER)


def _set_seen_at(staff: StaffIdentity, at: datetime) -> None:
    with transaction() as current:
        current.execute(update(Presence).where(Presence.staff_id == staff.id).values(seen_at=at))


def signed_out(event: StaffSignedOut) -> None:
    """Remove the presence of a person who has no session left."""
    person = accounts.person(event.staff_id)
    if person is None or not person.sessions:
        _remove(event.staff_id)


def remove_silent() -> None:
    """Remove people whose heartbeats stopped; none right after a start, when no desk could reach the service."""
    if periodic.recently_started():
        return
    for staff_id in queries.lapsed_staff_ids():
        _remove(staff_id, lapsed=True)


def _set(staff: StaffIdentity, state: PresenceState, reason: str | None, limit: int | None) -> None:
    now = clock.now()
    values = {"state": state, "reason": reason, "limit_": limit, "seen_at": now}
    with transaction() as current:
        # Locked, so that two tabs of one person do not both insert.
        row = current.scalar(select(Presence).where(Presence.staff_id == staff.id).with_for_update())
        if row is None:
            _insert(Presence(staff_id=staff.id, since=now, **values))
        else:
            if (row.state, row.reason) != (state, reason):
                row.since = now
            for name, value in values.items():
                setattr(row, name, value)
        publish(PresenceChanged(staff.id))


def _insert(row: Presence) -> None:
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        # The person's other tab has inserted it at the same moment.
        return


def _remove(staff_id: int, *, lapsed: bool = False) -> bool:
    gone = delete(Presence).where(Presence.staff_id == staff_id)
    if lapsed:
        # A heartbeat in the meantime keeps the row.
        gone = gone.where(Presence.seen_at < clock.now() - queries.LAPSES_AFTER)
    with transaction() as current:
        if current.execute(gone.returning(Presence.staff_id)).scalar() is None:
            return False
        publish(PresenceChanged(staff_id))
    return True
