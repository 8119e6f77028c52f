"""The only writers of presence: people say that they come, pause and go; their desk says that it is still open."""

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
from app.presence.models import HERE, PAUSED, REASONS, Presence

MOST_AT_ONCE = 20


def arrive(staff: StaffIdentity, limit: int | None = None) -> None:
    """Note that `staff` is at the desk, ready for at most `limit` conversations at once (the town's number if None)."""
    if limit is not None and not 1 <= limit <= MOST_AT_ONCE:
        raise ValueError(f"a person takes 1 to {MOST_AT_ONCE} conversations, not {limit}")
    _set(staff, HERE, None, limit)


def pause(staff: StaffIdentity, reason: str) -> None:
    """Note that `staff` is away from the desk for a reason of the list: gets nothing new, keeps what is theirs."""
    if reason not in REASONS:
        raise ValueError(f"{reason!r} is no reason to pause")
    now = queries.of(staff.id)
    _set(staff, PAUSED, reason, now.limit if now else None)


def leave(staff: StaffIdentity) -> None:
    """Note that `staff` has gone."""
    _forget(staff.id)


def seen(staff: StaffIdentity) -> None:
    """Record that the desk of `staff` is still open; does nothing for people who have not arrived."""
    _heard(staff, clock.now())


def opened_page(staff: StaffIdentity) -> None:
    """Note that `staff` reads a page that cannot say how long: they are believed to be there for a while."""
    _heard(staff, clock.now() + queries.PAGE_READ - queries.LAPSES_AFTER)


def _heard(staff: StaffIdentity, at: datetime) -> None:
    with transaction() as current:
        current.execute(update(Presence).where(Presence.staff_id == staff.id).values(seen_at=at))


def signed_out(event: StaffSignedOut) -> None:
    """Let who has signed out everywhere be gone at once; another desk of the same person keeps them there."""
    person = accounts.person(event.staff_id)
    if person is None or not person.sessions:
        _forget(event.staff_id)


def lapse() -> None:
    """Forget who has not been heard of; not yet where nobody could be heard, because the service itself was away."""
    if periodic.recently_started():
        return
    for staff_id in queries.vanished():
        _forget(staff_id, lapsed=True)


def _set(staff: StaffIdentity, state: str, reason: str | None, limit: int | None) -> None:
    now = clock.now()
    values = {"state": state, "reason": reason, "limit_": limit, "seen_at": now}
    with transaction() as current:
        # Locked, so that two tabs of one person do not both find nothing and both insert.
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
        # The person's other tab has said the same in this moment.
        return


def _forget(staff_id: int, *, lapsed: bool = False) -> bool:
    gone = delete(Presence).where(Presence.staff_id == staff_id)
    if lapsed:
        # Whoever was heard of in the meantime stays.
        gone = gone.where(Presence.seen_at < clock.now() - queries.LAPSES_AFTER)
    with transaction() as current:
        if current.execute(gone.returning(Presence.staff_id)).scalar() is None:
            return False
        publish(PresenceChanged(staff_id))
    return True
