"""Outgoing e-mails, and mail gateways that do as a test tells them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select, update

from app.core.db import session, transaction
from app.gateways import mail
from app.gateways.mail import Letter
from app.notifications.actions import Email
from app.notifications.models import EmailPurpose, OutgoingEmail


class FakeMail:
    """Takes letters; first it raises what it was told to, one exception a letter."""

    leaves = True

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.taken: list[Letter] = []
        self.forgotten: list[str] = []

    def send(self, letter: Letter) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(letter)

    def forget(self, about: str) -> int:
        self.forgotten.append(about)
        return 0

    def forget_before(self, _moment) -> int:
        return 0


def connect(app: Flask, sender: FakeMail) -> FakeMail:
    """Let `app` send by `sender`."""
    mail.PORT.use(app, sender)
    return sender


def email_about(reference: str = "BKT472", recipient: str = "gabor@pelda.hu") -> Email:
    return Email(reference, EmailPurpose.ANSWER, recipient, "Válasz", "A városházán, a földszinten.", "hu")


def rows() -> list[OutgoingEmail]:
    """Return the stored e-mails as they are now, whoever wrote them. Call it outside a transaction."""
    session().commit()
    wanted = select(OutgoingEmail).order_by(OutgoingEmail.id)
    return list(session().scalars(wanted.execution_options(populate_existing=True)))


def background_done() -> None:
    """Wait until the threads that the service has started are done."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.name.endswith("(_run)"):
            thread.join(10)


def make_due() -> None:
    """Let every stored e-mail be due now."""
    with transaction() as current:
        current.execute(update(OutgoingEmail).values(next_attempt_at=OutgoingEmail.created_at))


def roll_back(*work: Callable[[], object]) -> None:
    """Do `work` in one transaction that fails."""
    with transaction():
        for step in work:
            step()
        raise RolledBackError


class RolledBackError(Exception):
    """Raised by `roll_back`."""
