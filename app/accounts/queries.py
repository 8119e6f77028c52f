"""What the room knows: who is signed in, who works here, which links and passkeys still work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select

from app.accounts.models import DemoLink, Invitation, Passkey, Staff, StaffSession
from app.core import clock
from app.core.db import session
from app.core.security import hash_token
from app.core.settings import settings

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class StaffIdentity:
    """Who is signed in. `actor` is the name that the audit log knows them by."""

    id: int
    name: str
    role: str
    demo: bool
    session_id: int
    seen_at: datetime

    @property
    def actor(self) -> str:
        """Return what `audit.record` takes as its actor."""
        return actor_of(self.id)

    @property
    def long_unseen(self) -> bool:
        """Say whether it is time to note that the person is still at work."""
        return clock.now() - self.seen_at >= SEEN_EVERY


def actor_of(staff_id: int) -> str:
    """Return how the audit log names a person: by number, because names change."""
    return f"staff:{staff_id}"


def signed_in(token: str) -> StaffIdentity | None:
    """Return who holds the session of `token`, unless it has ended, or idled too long, or the person has left."""
    now = clock.now()
    found = session().execute(
        select(StaffSession, Staff)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .where(
            StaffSession.token_hash == hash_token(token),
            StaffSession.ended_at.is_(None),
            StaffSession.ends_at > now,
            StaffSession.seen_at > now - timedelta(minutes=settings().staff_idle_minutes),
            Staff.active.is_(True),
        )
    ).first()  # fmt: skip
    if found is None:
        return None
    row, staff = found
    return StaffIdentity(staff.id, staff.name, staff.role, staff.demo, row.id, row.seen_at)


def person(staff_id: int) -> Staff | None:
    """Return one person."""
    return session().get(Staff, staff_id)


def person_named(name: str) -> Staff | None:
    """Return the person of exactly this name."""
    return session().scalar(select(Staff).where(Staff.name == name))


def passkeys(staff_id: int) -> list[Passkey]:
    """Return a person's passkeys, the oldest first."""
    return list(session().scalars(select(Passkey).where(Passkey.staff_id == staff_id).order_by(Passkey.id)))


def invitation(token: str) -> Invitation | None:
    """Return the invitation of `token` while it still works."""
    return one_time_link(Invitation, token)


def demo_link(token: str) -> DemoLink | None:
    """Return the demonstration link of `token` while it still works."""
    return one_time_link(DemoLink, token)


Link = TypeVar("Link", Invitation, DemoLink)


def one_time_link(kind: type[Link], token: str) -> Link | None:
    """Return the link of `token` while it still works."""
    return session().scalar(
        select(kind)
        .join(Staff, Staff.id == kind.staff_id)
        .where(
            kind.token_hash == hash_token(token),
            kind.used_at.is_(None),
            kind.expires_at > clock.now(),
            Staff.active.is_(True),
        )
    )
