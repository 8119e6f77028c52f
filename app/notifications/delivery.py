"""Hands outgoing e-mails to the mail gateway: at once when one is stored, later when it was refused or a process died.

Every serving process may deliver; `actions.claim_next` gives each e-mail to one of them. An e-mail is handed over at
least once: a process that is killed after the hand-over and before it is noted lets another one repeat it, with the
same Message-ID.
"""

from __future__ import annotations

import logging
import threading

from flask import Flask, current_app

from app.core.realtime import socketio
from app.events import EmailEnqueued
from app.gateways import GatewayError, GatewayRejectionError, GatewayUnavailableError, mail
from app.notifications import actions, queries
from app.notifications.actions import Claim, Email
from app.notifications.models import EmailState
from app.notifications.schedule import MOST_ATTEMPTS

log = logging.getLogger(__name__)
MOST_PER_RUN = 100
# One run in a process is enough: a slow mail server does not get faster by more of them.
_running = threading.Lock()


def email_enqueued(_event: EmailEnqueued) -> None:
    """Begin to deliver beside the caller: nobody waits for a mail server."""
    _start_run()


def deliver_if_due() -> None:
    """Begin to deliver when an e-mail is due: after a refusal, a restart, or another process's end."""
    if queries.anything_due():
        _start_run()


def _start_run() -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    socketio.start_background_task(_run, app)


def _run(app: Flask) -> None:
    if not _running.acquire(blocking=False):
        return
    try:
        with app.app_context():
            deliver_due()
    except Exception:
        log.exception("e-mails could not be delivered")
    finally:
        _running.release()


def deliver_due() -> int:
    """Hand over what is due, at most `MOST_PER_RUN` e-mails; return how many were tried.

    One e-mail's refusal keeps no other from being sent. When the mail server takes nothing from anybody, the run ends
    and the next one tries another e-mail.
    """
    for tried in range(MOST_PER_RUN):
        claim = actions.claim_next()
        if claim is None:
            return tried
        refusal = _hand_over(claim)
        _note(claim, refusal)
        if isinstance(refusal, GatewayUnavailableError):
            return tried + 1
    return MOST_PER_RUN


def send_now(email: Email) -> EmailState:
    """Store an e-mail and hand it over while the caller waits; return whether it was, will be tried again, or failed.

    Call it outside a transaction: the mail server may take seconds to answer.
    """
    claim = actions.enqueue_claimed(email)
    return _note(claim, _hand_over(claim))


def _hand_over(claim: Claim) -> GatewayError | None:
    if claim.attempt > MOST_ATTEMPTS:
        # Only an attempt whose process died is followed by one more.
        return GatewayRejectionError("every attempt was interrupted", "Interrupted")
    try:
        mail.PORT.current().send(claim.letter)
    except GatewayError as error:
        return error
    except ValueError as error:
        return GatewayRejectionError("the e-mail cannot be written", type(error).__name__)
    except Exception as error:
        # An adapter's own fault must neither lose an e-mail nor stop the others.
        return GatewayError("the mail gateway failed", type(error).__name__)
    return None


def _note(claim: Claim, refusal: GatewayError | None) -> EmailState:
    """Store what became of an attempt. The log names the matter by its reference, and no person."""
    about = claim.letter.about
    if refusal is None:
        if not actions.mark_sent(claim):
            # Its matter was erased while it was handed over: no copy may stay.
            mail.PORT.current().forget(about)
        return EmailState.SENT
    if isinstance(refusal, GatewayRejectionError):
        actions.mark_failed(claim, refusal.kind)
        log.error("an e-mail about %s was refused for good: %s", about, refusal.kind)
        return EmailState.FAILED
    state = actions.postpone(claim, refusal.kind)
    log.warning("an e-mail about %s was refused at attempt %d: %s, %s", about, claim.attempt, refusal.kind, state)
    return state
