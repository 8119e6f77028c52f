"""Port: e-mails that the service sends to citizens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from app.gateways.port import Port

ADAPTERS = {
    "outbox": "app.gateways.mail.outbox:OutboxMail",
    "smtp": "app.gateways.mail.smtp:SmtpMail",
}

LONGEST = 254
LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LETTER_ID = re.compile(r"[0-9a-f]{8,64}")
REFERENCE = re.compile(r"[A-Z0-9]{1,20}")


@dataclass(frozen=True)
class Letter:
    """One letter to one person. `about` is the reference of the contact, by which a stored copy is found and erased.

    `id` (hexadecimal digits) is the letter's own for ever: handed over a second time, it has the same Message-ID, and
    the receiver can drop it as a duplicate.
    """

    id: str
    to: str
    subject: str
    body: str
    language: str
    about: str
    written_at: datetime


class Mail(Protocol):
    """Send e-mails.

    `leaves` says whether letters are sent to their recipients at all. A letter that was accepted is on its way; nobody
    can promise that it arrives.
    """

    leaves: bool

    def send(self, letter: Letter) -> None:
        """Hand the letter over.

        Raise `GatewayError` when it was not accepted, `GatewayRejectionError` when it never will be,
        `GatewayUnavailableError` when no letter would be accepted at present, and `ValueError` when it cannot be
        written as a letter.
        """
        ...

    def forget(self, about: str) -> int:
        """Erase stored copies of letters with the reference `about`; return their number."""
        ...

    def forget_before(self, moment: datetime) -> int:
        """Erase stored copies of letters that were written before `moment`; return their number."""
        ...


# mypy expects a class that can be made here; a protocol is meant.
PORT = Port("mail", Mail, ADAPTERS)  # type: ignore[type-abstract]


def address(written: str) -> str | None:
    """Return the e-mail address with its domain in ASCII (IDNA) and lower case; None when it is not a valid one."""
    local, at, domain = written.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    # At least two labels: neither a host of the local network nor an address literal.
    valid_domain = at and len(labels) > 1 and all(map(LABEL.fullmatch, labels)) and not labels[-1].isdigit()
    valid_local = LOCAL.fullmatch(local) and not local.startswith(".") and not local.endswith(".") and ".." not in local
    found = f"{local}@{domain}"
    return found if valid_domain and valid_local and len(found) <= LONGEST else None


def message(letter: Letter, sender: str, name: str) -> EmailMessage:
    """Return the letter as a MIME message. Raise `ValueError` when a header contains a line break."""
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = Address(name, addr_spec=sender)
    made["To"] = Address(addr_spec=letter.to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(letter.written_at)
    made["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    # Keeps automatic replies from answering: two programs could go on for ever.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    made["Content-Language"] = letter.language.partition("-")[0]
    return made
