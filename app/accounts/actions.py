"""The only writers of accounts. Each records in the audit log who did it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from app.accounts import demo, passkeys, queries
from app.accounts.models import DemoLink, Invitation, Passkey, PasskeyChallenge, Staff, StaffSession
from app.accounts.words import (
    CHANGE_ROLE,
    INVITE,
    PASSKEY_ADD,
    PASSKEY_REMOVE,
    SIGN_IN,
    SIGN_IN_REFUSED,
    SIGN_OUT,
    SWITCH_OFF,
    SWITCH_ON,
    THROW_OUT,
)
from app.core import audit, clock, db
from app.core.bus import publish
from app.core.db import session, transaction
from app.core.security import hash_token, new_token
from app.core.settings import settings
from app.events import StaffAccessChanged, StaffSignedOut

# The audit log tells who was signed in when; ended sessions are not needed for long.
SESSIONS_KEPT = timedelta(days=30)
CHALLENGE_LASTS = timedelta(seconds=passkeys.TIMEOUT_SECONDS * 2)


class LinkGoneError(Exception):
    """The one-time link was used, has expired, or never existed."""


class NameTakenError(Exception):
    """A person of this name exists; names are unique so that the audit log tells people apart."""


class OwnAccountError(Exception):
    """Nobody switches off their own access: the last supervisor could not come back."""


class LastSupervisorError(Exception):
    """Without a supervisor nobody could invite one."""


class LastPasskeyError(Exception):
    """Without the last passkey the person could not sign in again."""


class RefusedError(Exception):
    """A passkey was refused; `reason` is one of `expired`, `unknown`, `invalid`, `inactive`, `known`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def invite(actor: str, name: str, role: str) -> str:
    """Add a person and return the token of their invitation. Raise `NameTakenError`."""
    with transaction() as current:
        if queries.person_named(name):
            raise NameTakenError(name)
        staff = Staff(name=name, role=role, created_at=clock.now())
        current.add(staff)
        current.flush()
        return _invite(actor, staff)


def invite_again(actor: str, staff_id: int) -> str:
    """Return the token of a new invitation for a person who lost the link, or the passkey; older ones stop working."""
    with transaction() as current:
        staff = current.get_one(Staff, staff_id)
        _withdraw_links(staff_id)
        return _invite(actor, staff)


def ask_for_passkey(purpose: str, staff_id: int | None = None) -> tuple[str, bytes]:
    """Return a new challenge, and the token by which the browser gets it checked, once."""
    token, value, now = new_token(), passkeys.new_challenge(), clock.now()
    with transaction() as current:
        current.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= now))
        current.add(
            PasskeyChallenge(
                token_hash=hash_token(token), purpose=purpose, staff_id=staff_id, value=value,
                expires_at=now + CHALLENGE_LASTS,
            )
        )  # fmt: skip
    return token, value


def accept_invitation(token: str, challenge_token: str, credential: str, label: str) -> str:
    """Keep the invited person's new passkey, sign them in and return the session's token. The link is used by it.

    Raise `LinkGoneError`, or `RefusedError` when the passkey does not answer; then the link still works.
    """
    link = queries.invitation(token)
    if link is None:
        raise LinkGoneError
    made = _new_passkey(link.staff_id, challenge_token, credential)
    with transaction():
        _use(Invitation, token)
        _keep_passkey(link.staff_id, made, label)
        return _open_session(link.staff_id, "invitation")


def add_passkey(staff: queries.StaffIdentity, challenge_token: str, credential: str, label: str) -> None:
    """Keep one more passkey of the person who is signed in. Raise `RefusedError`."""
    made = _new_passkey(staff.id, challenge_token, credential)
    with transaction():
        _keep_passkey(staff.id, made, label)


def remove_passkey(staff: queries.StaffIdentity, passkey_id: int) -> str | None:
    """Remove one's own passkey and return its label; None when there is none such. Raise `LastPasskeyError`."""
    with transaction() as current:
        # The person's row is locked, so that two removals at once cannot each leave the other's passkey as the last.
        current.execute(select(Staff.id).where(Staff.id == staff.id).with_for_update())
        own = {passkey.id: passkey for passkey in queries.passkeys(staff.id)}
        if passkey_id not in own:
            return None
        if len(own) == 1:
            raise LastPasskeyError
        current.delete(own[passkey_id])
        audit.record(staff.actor, PASSKEY_REMOVE, staff.actor, label=own[passkey_id].label)
        return own[passkey_id].label


def sign_in(challenge_token: str, credential: str) -> str:
    """Check a passkey and return the new session's token. Raise `RefusedError`; a refusal is in the audit log too."""
    try:
        challenge = _take_challenge(challenge_token, "sign-in", None)
        with transaction():
            return _open_session(_check_passkey(challenge, credential), "passkey")
    except RefusedError as refusal:
        with transaction():
            actor = _claimed_by(credential)
            audit.record(actor, SIGN_IN_REFUSED, actor, reason=refusal.reason)
        raise


def make_demo_link(role: str) -> tuple[str, str]:
    """Return the name of this role's demonstration person, and a token that signs them in once."""
    now = clock.now()
    with transaction() as current:
        staff = current.scalar(select(Staff).where(Staff.role == role, Staff.demo.is_(True), Staff.active.is_(True)))
        if staff is None:
            staff = Staff(name=_free_name(demo.PEOPLE[role]), role=role, demo=True, created_at=now)
            current.add(staff)
            current.flush()
        current.execute(delete(DemoLink).where(DemoLink.expires_at <= now))
        return staff.name, _make_link(DemoLink, staff.id)


def use_demo_link(token: str) -> str:
    """Sign its person in, once, and return the session's token. Raise `LinkGoneError` when the link does not work."""
    with transaction():
        link = _use(DemoLink, token)
        return _open_session(link.staff_id, "demo link")


def record_seen(session_id: int) -> None:
    """Note that a session is in use."""
    with transaction() as current:
        current.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=clock.now()))


def sign_out(staff: queries.StaffIdentity) -> None:
    """End the session."""
    with transaction() as current:
        current.get_one(StaffSession, staff.session_id).ended_at = clock.now()
        audit.record(staff.actor, SIGN_OUT, staff.actor)
        publish(StaffSignedOut(staff.id))


def end_sessions(actor: str, staff_id: int) -> None:
    """Sign a person out everywhere."""
    with transaction():
        _end_sessions(staff_id)
        audit.record(actor, THROW_OUT, queries.actor_of(staff_id))


def change_role(actor: str, staff_id: int, role: str) -> None:
    """Give a person another role, from their next click on. Raise `LastSupervisorError`."""
    with transaction() as current:
        # The supervisors' rows are locked, so that two who step down at once do not each count on the other.
        supervisors = queries.supervisors(lock=True)
        staff = current.get_one(Staff, staff_id, populate_existing=True)
        if staff.role == role:
            return
        if supervisors == [staff_id]:
            raise LastSupervisorError
        audit.record(actor, CHANGE_ROLE, queries.actor_of(staff_id), role=role)
        staff.role = role
        publish(StaffAccessChanged(staff_id))


def deactivate(actor: str, staff_id: int) -> None:
    """Switch off a person's access: sessions end and links stop working at once. Raise `OwnAccountError`."""
    subject = queries.actor_of(staff_id)
    if actor == subject:
        raise OwnAccountError
    with transaction() as current:
        current.get_one(Staff, staff_id).active = False
        _withdraw_links(staff_id)
        _end_sessions(staff_id)
        audit.record(actor, SWITCH_OFF, subject)
        publish(StaffAccessChanged(staff_id))


def reactivate(actor: str, staff_id: int) -> None:
    """Switch a person's access on again; the passkeys they have work again."""
    with transaction() as current:
        current.get_one(Staff, staff_id).active = True
        audit.record(actor, SWITCH_ON, queries.actor_of(staff_id))


def _invite(actor: str, staff: Staff) -> str:
    audit.record(actor, INVITE, queries.actor_of(staff.id), role=staff.role)
    return _make_link(Invitation, staff.id)


def _make_link(kind: type[queries.Link], staff_id: int) -> str:
    token, now = new_token(), clock.now()
    ends = now + timedelta(hours=settings().invite_hours)
    session().add(kind(staff_id=staff_id, token_hash=hash_token(token), created_at=now, expires_at=ends))
    return token


def _use(kind: type[queries.Link], token: str) -> queries.Link:
    # Of two requests at once, the one that updates the row first has used the link.
    link = queries.one_time_link(kind, token)
    unused = update(kind).where(kind.token_hash == hash_token(token), kind.used_at.is_(None)).returning(kind.id)
    if link is None or session().scalar(unused.values(used_at=clock.now())) is None:
        raise LinkGoneError
    return link


def _withdraw_links(staff_id: int) -> None:
    for kind in (Invitation, DemoLink):
        session().execute(update(kind).where(kind.staff_id == staff_id).values(expires_at=clock.now()))


def _take_challenge(token: str, purpose: str, staff_id: int | None) -> bytes:
    # Taken in a transaction of its own: it is gone even when the answer turns out wrong.
    with transaction() as current:
        value: bytes | None = current.scalar(
            delete(PasskeyChallenge)
            .where(
                PasskeyChallenge.token_hash == hash_token(token),
                PasskeyChallenge.purpose == purpose,
                PasskeyChallenge.staff_id.is_(None) if staff_id is None else PasskeyChallenge.staff_id == staff_id,
                PasskeyChallenge.expires_at > clock.now(),
            )
            .returning(PasskeyChallenge.value)
        )
    if value is None:
        raise RefusedError("expired")
    return value


def _new_passkey(staff_id: int, challenge_token: str, credential: str) -> passkeys.NewPasskey:
    challenge = _take_challenge(challenge_token, "register", staff_id)
    try:
        made = passkeys.check_new(passkeys.relying_party(settings().address), challenge, credential)
    except passkeys.PasskeyError as error:
        raise RefusedError("invalid") from error
    if queries.passkey(made.credential_id):
        raise RefusedError("known")
    return made


def _keep_passkey(staff_id: int, made: passkeys.NewPasskey, label: str) -> None:
    session().add(
        Passkey(
            staff_id=staff_id, credential_id=made.credential_id, public_key=made.public_key,
            sign_count=made.sign_count, label=label, created_at=clock.now(),
        )
    )  # fmt: skip
    actor = queries.actor_of(staff_id)
    audit.record(actor, PASSKEY_ADD, actor, label=label)


def _check_passkey(challenge: bytes, credential: str) -> int:
    try:
        passkey = queries.passkey(passkeys.credential_id(credential), lock=True)
        if passkey is None:
            raise RefusedError("unknown")
        if passkeys.handle(credential) not in {b"", passkey.staff.handle}:
            raise RefusedError("invalid")
        site = passkeys.relying_party(settings().address)
        count = passkeys.check_use(site, challenge, credential, passkey.public_key, passkey.sign_count)
    except passkeys.PasskeyError as error:
        raise RefusedError("invalid") from error
    if not passkey.staff.active or (passkey.staff.demo and not demo.demo_offered(settings())):
        raise RefusedError("inactive")
    passkey.sign_count, passkey.last_used_at = count, clock.now()
    return passkey.staff_id


def _claimed_by(credential: str) -> str:
    try:
        passkey = queries.passkey(passkeys.credential_id(credential))
    except passkeys.PasskeyError:
        passkey = None
    return queries.actor_of(passkey.staff_id) if passkey else queries.NOBODY


def _open_session(staff_id: int, means: str) -> str:
    token, now = new_token(), clock.now()
    ends = now + timedelta(hours=settings().staff_session_hours)
    session().add(
        StaffSession(staff_id=staff_id, token_hash=hash_token(token), created_at=now, seen_at=now, ends_at=ends)
    )
    actor = queries.actor_of(staff_id)
    audit.record(actor, SIGN_IN, actor, means=means)
    return token


def _end_sessions(staff_id: int) -> None:
    open_ones = update(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
    session().execute(open_ones.values(ended_at=clock.now()))
    publish(StaffSignedOut(staff_id))


def _free_name(name: str) -> str:
    tries = [name, f"{name} (demo)", *(f"{name} (demo {number})" for number in range(2, 100))]
    return next(free for free in tries if queries.person_named(free) is None)


def erase_old(now: datetime) -> dict[str, int]:
    """Erase sessions that ended some time ago, and questions to passkeys that were never answered."""
    before = now - SESSIONS_KEPT
    over = or_(StaffSession.ends_at < before, StaffSession.ended_at < before)
    with transaction() as current:
        sessions = db.affected_rows(current.execute(delete(StaffSession).where(over)))
        expired = delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now)
        challenges = db.affected_rows(current.execute(expired))
    return {"sessions": sessions, "challenges": challenges}
