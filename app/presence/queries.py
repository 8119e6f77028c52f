"""Read who is present. A person whose desk has sent no heartbeat for a while is not, whatever the row says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import Staff
from app.core import clock
from app.core.db import session
from app.core.settings import settings
from app.presence.models import Presence, PresenceState

# Browsers run timers of background tabs once a minute; this leaves half a minute of slack.
LAPSES_AFTER = timedelta(seconds=90)
# A page without script sends no heartbeat: the person has this long before opening the next one.
PAGE_READ = timedelta(minutes=10)


@dataclass(frozen=True)
class Present:
    """One person who is present: at the desk or paused."""

    staff_id: int
    name: str
    role: str
    state: str
    reason: str | None
    since: datetime
    limit: int


def here(role: str | Iterable[str] | None = None) -> list[Present]:
    """Return who is at their desk and takes conversations, by name; only those of `role` if given."""
    wanted = _fresh().where(Presence.state == PresenceState.HERE).order_by(Staff.name)
    if role is not None:
        wanted = wanted.where(Staff.role.in_([role] if isinstance(role, str) else list(role)))
    return [_present(row) for row in session().execute(wanted)]


def everyone() -> list[Present]:
    """Return who is present, at the desk or paused, by name."""
    return [_present(row) for row in session().execute(_fresh().order_by(Staff.name))]


def of(staff_id: int) -> Present | None:
    """Return one person's presence; None when they are absent."""
    row = session().execute(_fresh().where(Presence.staff_id == staff_id)).first()
    return _present(row) if row else None


def has_arrived(staff_id: int) -> bool:
    """Return whether a person has arrived and neither left nor been removed since."""
    return session().scalar(select(Presence.staff_id).where(Presence.staff_id == staff_id)) is not None


def seen_at(staff_id: int) -> datetime | None:
    """Return the moment up to which a person counts as seen; None when they have not arrived."""
    return session().scalar(select(Presence.seen_at).where(Presence.staff_id == staff_id))


def arrivals() -> Select[int]:
    """Return a subquery of the ids of staff who have arrived, for other rooms' queries."""
    return select(Presence.staff_id)


def lapsed_staff_ids() -> list[int]:
    """Return the ids of staff whose heartbeats have stopped."""
    stale = Presence.seen_at < clock.now() - LAPSES_AFTER
    return list(session().scalars(select(Presence.staff_id).where(stale)))


def _fresh() -> Any:
    columns = (
        Presence.staff_id, Staff.name, Staff.role, Presence.state, Presence.reason, Presence.since, Presence.limit_,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Staff, Staff.id == Presence.staff_id)
        .where(Presence.seen_at >= clock.now() - LAPSES_AFTER, Staff.active.is_(True))
    )


def _present(row: Any) -> Present:
    staff_id, name, role, state, reason, since, limit = row
    return Present(staff_id, name, role, state, reason, since, limit or settings().chat_limit)
