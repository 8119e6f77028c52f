"""What is known of outgoing e-mails: which are due, how those of one matter stand, whether sending works at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from app.core import clock
from app.core.db import session
from app.notifications.models import EmailPurpose, EmailState, OutgoingEmail
from app.notifications.schedule import LONGEST_DELAY

# A pending e-mail that is older was refused several times: somebody has to look at the mail server.
OVERDUE_AFTER = timedelta(hours=1)
FAILED_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class UnsentEmails:
    """How many e-mails of one matter are refused so far and tried again, and how many will never be sent."""

    retried: int
    failed: int


def due(now: datetime) -> tuple[Any, ...]:
    """Return the conditions under which an e-mail is to be handed over at `now`."""
    # No delay is longer: a later moment was written before the clock was set back.
    clock_set_back = OutgoingEmail.next_attempt_at > now + LONGEST_DELAY
    return OutgoingEmail.state == EmailState.PENDING, or_(OutgoingEmail.next_attempt_at <= now, clock_set_back)


def anything_due() -> bool:
    """Say whether an e-mail is to be handed over now."""
    return session().scalar(select(OutgoingEmail.id).where(*due(clock.now())).limit(1)) is not None


def latest_state(reference: str, purpose: EmailPurpose) -> EmailState | None:
    """Return what became of the newest e-mail about a matter; None when there is none, or it is long settled."""
    wanted = select(OutgoingEmail.state).where(OutgoingEmail.reference == reference, OutgoingEmail.purpose == purpose)
    found = session().scalar(wanted.order_by(OutgoingEmail.id.desc()).limit(1))
    return EmailState(found) if found else None


def unsent(reference: str, purpose: EmailPurpose) -> UnsentEmails:
    """Return how many e-mails about a matter were refused, and of these how many are given up."""
    retried = (OutgoingEmail.state == EmailState.PENDING) & OutgoingEmail.last_error.is_not(None)
    failed = OutgoingEmail.state == EmailState.FAILED
    counts = select(func.count().filter(retried), func.count().filter(failed)).where(
        OutgoingEmail.reference == reference, OutgoingEmail.purpose == purpose
    )
    return UnsentEmails(*session().execute(counts).one())


def health() -> dict[str, Any]:
    """Return the counts for `/healthz`: not well when an e-mail has been pending for more than an hour."""
    now = clock.now()
    pending = OutgoingEmail.state == EmailState.PENDING
    overdue = pending & (OutgoingEmail.created_at < now - OVERDUE_AFTER)
    failed = (OutgoingEmail.state == EmailState.FAILED) & (OutgoingEmail.finished_at > now - FAILED_WITHIN)
    unfinished = OutgoingEmail.state.in_([EmailState.PENDING, EmailState.FAILED])
    counts = select(func.count().filter(pending), func.count().filter(overdue), func.count().filter(failed))
    waiting, late, lost = session().execute(counts.where(unfinished)).one()
    return {"ok": late == 0, "pending": waiting, "overdue": late, "failed_last_day": lost}
