"""Port: letters that the service writes to citizens by e-mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Protocol

ADAPTERS = {
    "outbox": "app.gateways.mail.outbox:OutboxMail",
    "smtp": "app.gateways.mail.smtp:SmtpMail",
}

LONGEST = 254
LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
REFERENCE = re.compile(r"[A-Z0-9]{1,20}")


@dataclass(frozen=True)
class Letter:
    """One letter to one person. `about` is the reference of the matter, by which a kept copy is found and erased."""

    to: str
    subject: str
    body: str
    language: str
    about: str
    written_at: datetime


class Mail(Protocol):
    """Send letters.

    `leaves` says whether letters leave the house at all. A letter that was handed over is on its way, no more: nobody
    can promise that it arrives.
    """

    leaves: bool

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raise `GatewayError` when it was not accepted."""
        ...

    def forget(self, about: str) -> int:
        """Erase kept copies of letters about a matter; return how many."""
        ...

    def forget_before(self, moment: datetime) -> int:
        """Erase kept copies of letters that were written before `moment`; return how many."""
        ...


def address(written: str) -> str | None:
    """Return the e-mail address that was meant, its domain as mail servers write it; None when it cannot be one."""
    local, at, domain = written.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    # Two labels at least: nobody's own machine, no address literal.
    possible = at and len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    fits = LOCAL.fullmatch(local) and not local.startswith(".") and not local.endswith(".") and ".." not in local
    found = f"{local}@{domain}"
    return found if possible and fits and len(found) <= LONGEST else None


def message(letter: Letter, sender: str, name: str) -> EmailMessage:
    """Write the letter as mail programs expect it. Raise `ValueError` when a line of its head has a line break."""
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = Address(name, addr_spec=sender)
    made["To"] = Address(addr_spec=letter.to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(letter.written_at)
    made["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    # No machine answers this letter: two of them would go on for ever.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    made["Content-Language"] = letter.language.partition("-")[0]
    return made
