"""The only writers of outgoing e-mails: store one, claim one for sending, note what became of it, erase."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select, update

from app.core import clock, db
from app.core.bus import publish
from app.core.db import transaction
from app.core.settings import settings
from app.events import EmailEnqueued
from app.gateways import mail
from app.gateways.mail import Letter
from app.notifications import queries
from app.notifications.models import EmailPurpose, EmailState, OutgoingEmail
from app.notifications.schedule import LEASE, delay_after

log = logging.getLogger(__name__)
EMPTY: dict[str, Any] = {"recipient": None, "subject": None, "body": None}


@dataclass(frozen=True)
class Email:
    """What is to be sent: about which matter, why, to whom and with which words."""

    reference: str
    purpose: EmailPurpose
    recipient: str
    subject: str
    body: str
    language: str


@dataclass(frozen=True)
class Claim:
    """The right of one process to hand over one e-mail until the lease ends. `attempt` counts from 1."""

    id: int
    attempt: int
    letter: Letter


def enqueue(email: Email) -> None:
    """Store an e-mail in the caller's transaction; after the commit it is handed over in the background."""
    with transaction():
        publish(EmailEnqueued(_insert(email, attempts=0, next_attempt_at=clock.now())[0]))


def enqueue_claimed(email: Email) -> Claim:
    """Store an e-mail that the caller itself hands over at once; should it not come to that, others do later."""
    now = clock.now()
    with transaction():
        number, public_id = _insert(email, attempts=1, next_attempt_at=now + LEASE)
    letter = Letter(public_id, email.recipient, email.subject, email.body, email.language, email.reference, now)
    return Claim(number, 1, letter)


def _insert(email: Email, **values: Any) -> tuple[int, str]:
    public_id = secrets.token_hex(16)
    row = insert(OutgoingEmail).values(
        public_id=public_id, reference=email.reference, purpose=email.purpose, state=EmailState.PENDING,
        recipient=email.recipient, subject=email.subject, body=email.body, language=email.language,
        created_at=clock.now(), **values,
    )  # fmt: skip
    return db.session().execute(row.returning(OutgoingEmail.id)).scalar_one(), public_id


def claim_next() -> Claim | None:
    """Claim the e-mail that has been due longest; None when none is due or others are at it.

    A single statement decides, so that two processes never get the same e-mail; it is committed before the sending.
    """
    now = clock.now()
    first = (
        select(OutgoingEmail.id)
        .where(*queries.due(now))
        .order_by(OutgoingEmail.next_attempt_at, OutgoingEmail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    claimed = (
        update(OutgoingEmail)
        .where(OutgoingEmail.id == first)
        .values(next_attempt_at=now + LEASE, attempts=OutgoingEmail.attempts + 1)
        .returning(OutgoingEmail)
    )
    fresh = {"populate_existing": True, "synchronize_session": False}
    with transaction() as current:
        row = current.scalars(claimed, execution_options=fresh).one_or_none()
    return _claim(row) if row else None


def _claim(row: OutgoingEmail) -> Claim:
    letter = Letter(
        row.public_id, row.recipient or "", row.subject or "", row.body or "", row.language, row.reference,
        row.created_at,
    )  # fmt: skip
    return Claim(row.id, row.attempts, letter)


def mark_sent(claim: Claim) -> bool:
    """Note that an e-mail was handed over and erase its content; False when it was erased meanwhile."""
    # Whoever has claimed it since: it is handed over, and must not be tried again.
    return _finish(EmailState.SENT, OutgoingEmail.id == claim.id)


def mark_failed(claim: Claim, error: str) -> None:
    """Note that an e-mail will never be handed over, and erase its content."""
    _finish(EmailState.FAILED, *_still_held(claim), last_error=error)


def postpone(claim: Claim, error: str) -> EmailState:
    """Note a refusal that may pass, and when to try again; after the last attempt the e-mail has failed."""
    delay = delay_after(claim.attempt)
    if delay is None:
        mark_failed(claim, error)
        return EmailState.FAILED
    again = {"next_attempt_at": clock.now() + delay, "last_error": error}
    with transaction() as current:
        current.execute(update(OutgoingEmail).where(*_still_held(claim)).values(again))
    return EmailState.PENDING


def _still_held(claim: Claim) -> tuple[Any, ...]:
    # A lease that has ended may be another process's by now: its own outcome counts, not this one's.
    return OutgoingEmail.id == claim.id, OutgoingEmail.attempts == claim.attempt


def _finish(state: EmailState, *which: Any, **values: Any) -> bool:
    finished = update(OutgoingEmail).where(OutgoingEmail.state == EmailState.PENDING, *which)
    values = {"state": state, "finished_at": clock.now(), **EMPTY, **values}
    with transaction() as current:
        return db.affected_rows(current.execute(finished.values(values))) > 0


def forget(*references: str) -> None:
    """Erase the e-mails about these matters, pending ones too, and the copies that the gateway keeps."""
    with transaction() as current:
        current.execute(delete(OutgoingEmail).where(OutgoingEmail.reference.in_(references)))
        db.after_commit(lambda: _forget_copies(references))


def _forget_copies(references: tuple[str, ...]) -> None:
    try:
        for reference in references:
            mail.PORT.current().forget(reference)
    except OSError:
        # The rows are gone; files that could not be removed now go with the nightly job.
        log.exception("copies of letters could not be erased")


def erase_old(now: datetime) -> dict[str, int]:
    """Erase letters that have lain in the outbox long enough, and the rows of e-mails that are settled or too old."""
    letters_before = now - timedelta(days=settings().keep_outbox_days)
    rows_before = now - timedelta(days=settings().keep_transcripts_days)
    sent = and_(OutgoingEmail.state == EmailState.SENT, OutgoingEmail.finished_at < letters_before)
    old = delete(OutgoingEmail).where(or_(sent, OutgoingEmail.created_at < rows_before))
    with transaction() as current:
        rows = db.affected_rows(current.execute(old))
    return {"letters": mail.PORT.current().forget_before(letters_before), "emails": rows}
