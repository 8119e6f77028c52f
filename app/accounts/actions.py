"""The only writers of the room. Each one says in the audit log who did it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import CursorResult, delete, select, update

from app.accounts import demo, queries
from app.accounts.models import DemoLink, Staff, StaffSession
from app.core import audit, clock
from app.core.bus import publish
from app.core.db import session, transaction
from app.core.security import hash_token, new_token
from app.core.settings import settings
from app.events import StaffSignedIn, StaffSignedOut


class LinkGoneError(Exception):
    """The one-time link was used, has expired, or never was."""


def make_demo_link(role: str) -> tuple[str, str]:
    """Return the name of this role's demonstration person, and a token that signs them in once."""
    now = clock.now()
    with transaction() as current:
        staff = current.scalar(select(Staff).where(Staff.role == role, Staff.demo.is_(True)))
        if staff is None:
            name = demo.PEOPLE[role] if queries.person_named(demo.PEOPLE[role]) is None else f"{demo.PEOPLE[role]} (demo)"
            staff = Staff(name=name, role=role, demo=True, created_at=now)
            current.add(staff)
            current.flush()
        current.execute(delete(DemoLink).where(DemoLink.expires_at <= now))
        token = _make_link(DemoLink, staff.id)
    return staff.name, token


def use_demo_link(token: str) -> str:
    """Sign its person in, once, and return the session's token. Raise `LinkGoneError` when the link does not work."""
    with transaction():
        link = _use(DemoLink, token)
        return _open_session(link.staff_id, "demo link")


def see(session_id: int) -> None:
    """Note that a session is in use."""
    with transaction() as current:
        current.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=clock.now()))


def sign_out(staff: queries.StaffIdentity) -> None:
    """End the session."""
    with transaction() as current:
        current.get_one(StaffSession, staff.session_id).ended_at = clock.now()
        audit.record(staff.actor, "staff.sign-out", staff.actor)
        publish(StaffSignedOut(staff.id))


def _use(kind: type[queries.Link], token: str) -> queries.Link:
    # Whoever changes the row first has used the link; of two at once the other finds it used.
    link = queries.one_time_link(kind, token)
    if link is None:
        raise LinkGoneError
    now = clock.now()
    changed = session().execute(update(kind).where(kind.id == link.id, kind.used_at.is_(None)).values(used_at=now))
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise LinkGoneError
    return link


def _open_session(staff_id: int, means: str) -> str:
    token, now = new_token(), clock.now()
    ends = now + timedelta(hours=settings().staff_session_hours)
    session().add(
        StaffSession(staff_id=staff_id, token_hash=hash_token(token), created_at=now, seen_at=now, ends_at=ends)
    )
    actor = queries.actor_of(staff_id)
    audit.record(actor, "staff.sign-in", actor, means=means)
    publish(StaffSignedIn(staff_id))
    return token


def _make_link(kind: type[queries.Link], staff_id: int) -> str:
    token, now = new_token(), clock.now()
    ends = now + timedelta(hours=settings().invite_hours)
    session().add(kind(staff_id=staff_id, token_hash=hash_token(token), created_at=now, expires_at=ends))
    return token
