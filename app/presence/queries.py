"""Who is there now. A desk that has not been heard of for a while is not there, whatever it said last."""

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
from app.presence.models import HERE, Presence

# A browser in the background is let breathe once a minute; a desk may miss one breath.
LAPSES_AFTER = timedelta(seconds=90)
# Without script a page cannot breathe: so long one may read, write or fill it in before opening the next.
PAGE_READ = timedelta(minutes=10)


@dataclass(frozen=True)
class Present:
    """One person who is there: at the desk, or away from it for a reason."""

    staff_id: int
    name: str
    role: str
    state: str
    reason: str | None
    since: datetime
    limit: int


def here(role: str | Iterable[str] | None = None) -> list[Present]:
    """Return who is at their desk and takes conversations, by name; only of `role` when one or several are named."""
    wanted = _fresh().where(Presence.state == HERE).order_by(Staff.name)
    if role is not None:
        wanted = wanted.where(Staff.role.in_([role] if isinstance(role, str) else list(role)))
    return [_present(row) for row in session().execute(wanted)]


def everyone() -> list[Present]:
    """Return who is there, at the desk or away from it for a reason, by name."""
    return [_present(row) for row in session().execute(_fresh().order_by(Staff.name))]


def of(staff_id: int) -> Present | None:
    """Return how one person is there; None when they are not."""
    row = session().execute(_fresh().where(Presence.staff_id == staff_id)).first()
    return _present(row) if row else None


def arrived(staff_id: int) -> bool:
    """Say whether a person has said that they are there, and neither gone nor been forgotten since."""
    return session().scalar(select(Presence.staff_id).where(Presence.staff_id == staff_id)) is not None


def seen_at(staff_id: int) -> datetime | None:
    """Return until when a person's desk was heard of; None when they have not arrived."""
    return session().scalar(select(Presence.seen_at).where(Presence.staff_id == staff_id))


def arrivals() -> Select[int]:
    """Return the question who has arrived, for other rooms' questions."""
    return select(Presence.staff_id)


def vanished() -> list[int]:
    """Return who said that they are there and has not been heard of since."""
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
