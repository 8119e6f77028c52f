"""Read staff, sessions, passkeys, one-time links and the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import DemoLink, Invitation, Passkey, Role, Staff, StaffSession
from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import session
from app.core.security import hash_token
from app.core.settings import settings

SEEN_EVERY = timedelta(minutes=1)
COMMAND_LINE = "command line"
NOBODY = "unknown"
PER_PAGE = 50

Link = TypeVar("Link", Invitation, DemoLink)


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
        """Return the actor for `audit.record`."""
        return actor_of(self.id)

    @property
    def long_unseen(self) -> bool:
        """Return whether the session's `seen_at` is due to be updated."""
        return clock.now() - self.seen_at >= SEEN_EVERY


@dataclass(frozen=True)
class Person:
    """One entry of the list of people."""

    staff: Staff
    passkeys: int
    sessions: int
    last_seen: datetime | None
    invited_until: datetime | None


@dataclass(frozen=True)
class AuditPage:
    """One page of the audit log, the newest entry first."""

    entries: Sequence[AuditEntry]
    number: int
    pages: int
    total: int


def actor_of(staff_id: int) -> str:
    """Return the audit log's name for a person: by id, because names change."""
    return f"staff:{staff_id}"


def staff_of_session(token: str) -> StaffIdentity | None:
    """Return who holds the session of `token`; None if it has ended or idled too long, or the person is inactive."""
    found = session().execute(
        select(StaffSession, Staff)
        .join(StaffSession.staff)
        .where(StaffSession.token_hash == hash_token(token), Staff.active.is_(True), _alive())
    ).first()  # fmt: skip
    if found is None:
        return None
    row, staff = found
    return StaffIdentity(staff.id, staff.name, staff.role, staff.demo, row.id, row.seen_at)


def _alive() -> ColumnElement[bool]:
    now = clock.now()
    idle_since = now - timedelta(minutes=settings().staff_idle_minutes)
    return and_(StaffSession.ended_at.is_(None), StaffSession.ends_at > now, StaffSession.seen_at > idle_since)


def person_named(name: str) -> Staff | None:
    """Return the person of exactly this name."""
    return session().scalar(select(Staff).where(Staff.name == name))


def supervisors(*, lock: bool = False) -> list[int]:
    """Return the supervisors who can sign in; with `lock`, nobody changes them until the transaction ends."""
    wanted = select(Staff.id).where(Staff.role == Role.SUPERVISOR, Staff.active.is_(True))
    if not settings().demo:
        wanted = wanted.where(Staff.demo.is_(False))
    return list(session().scalars(wanted.with_for_update() if lock else wanted))


def people() -> list[Person]:
    """Return everyone, by name; inactive people come last."""
    return [Person(*row) for row in session().execute(_people().order_by(Staff.active.desc(), Staff.name))]


def person(staff_id: int) -> Person | None:
    """Return one person."""
    row = session().execute(_people().where(Staff.id == staff_id)).first()
    return Person(*row) if row else None


def _people() -> Select[*tuple[Any, ...]]:
    """Return the one statement that reads all fields of `Person`."""
    own = StaffSession.staff_id == Staff.id
    waiting = (Invitation.staff_id == Staff.id, Invitation.used_at.is_(None), Invitation.expires_at > clock.now())
    passkeys = select(func.count()).select_from(Passkey).where(Passkey.staff_id == Staff.id)
    sessions = select(func.count()).select_from(StaffSession).where(own, _alive())
    return select(
        Staff,
        passkeys.scalar_subquery(),
        sessions.scalar_subquery(),
        select(func.max(StaffSession.seen_at)).where(own).scalar_subquery(),
        select(func.max(Invitation.expires_at)).where(*waiting).scalar_subquery(),
    )


def passkeys(staff_id: int) -> list[Passkey]:
    """Return a person's passkeys, the oldest first."""
    return list(session().scalars(select(Passkey).where(Passkey.staff_id == staff_id).order_by(Passkey.id)))


def passkey(credential_id: bytes, *, lock: bool = False) -> Passkey | None:
    """Return the passkey of this id; with `lock`, no one else can use it until the transaction ends."""
    wanted = select(Passkey).where(Passkey.credential_id == credential_id).options(joinedload(Passkey.staff))
    return session().scalar(wanted.with_for_update(of=Passkey) if lock else wanted)


def invitation(token: str) -> Invitation | None:
    """Return the invitation of `token` while it still works."""
    return one_time_link(Invitation, token)


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


def audit_page(staff_id: int | None, number: int) -> AuditPage:
    """Return a page of the audit log: all of it, or what one person did and what was done to them."""
    current = session()
    name = actor_of(staff_id) if staff_id else ""
    whose = [or_(AuditEntry.actor == name, AuditEntry.subject == name)] if staff_id else []
    total = current.scalar(select(func.count()).select_from(AuditEntry).where(*whose)) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    wanted = select(AuditEntry).where(*whose).order_by(AuditEntry.id.desc())
    entries = current.scalars(wanted.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    return AuditPage(entries, number, pages, total)


def names() -> dict[str, str]:
    """Return everyone's name by their name in the audit log."""
    return {actor_of(staff_id): name for staff_id, name in session().execute(select(Staff.id, Staff.name))}
