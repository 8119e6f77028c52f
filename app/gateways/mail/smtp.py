"""Adapter: letters handed to a mail server by SMTP, always encrypted unless the settings say otherwise."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime

from app.config import Settings, WrongSetting
from app.gateways import GatewayError
from app.gateways.mail import Letter, address, message

# Someone waits at a page for the answer.
PATIENCE_S = 15


class SmtpMail:
    """Hand each letter to the office's own mail server, which delivers it; nothing is kept here."""

    leaves = True

    def __init__(self, settings: Settings) -> None:
        self._given = settings

    @classmethod
    def from_settings(cls, settings: Settings) -> SmtpMail:
        """Refuse to start without a server and a sender. Raise `WrongSetting`."""
        if not settings.smtp_host:
            raise WrongSetting("Wrong setting SMTP_HOST='': MAIL=smtp needs the mail server's name.")
        if not address(settings.mail_from):
            raise WrongSetting(f"Wrong setting MAIL_FROM={settings.mail_from!r}: MAIL=smtp needs the sender's address.")
        return cls(settings)

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raise `GatewayError`; its message names no person."""
        given = self._given
        made = message(letter, given.mail_from, given.mail_from_name)
        try:
            with smtplib.SMTP(given.smtp_host, given.smtp_port, timeout=PATIENCE_S) as server:
                if given.smtp_starttls:
                    # Raises when the server cannot: better no letter than one that everybody on the way reads.
                    server.starttls(context=ssl.create_default_context(cafile=given.smtp_ca_file or None))
                if given.smtp_user:
                    server.login(given.smtp_user, given.smtp_password.get_secret_value())
                server.send_message(made, given.mail_from, [letter.to])
        except (OSError, smtplib.SMTPException) as error:
            # What the server says often quotes the address; only the kind of failure goes on.
            raise GatewayError(f"the mail server did not take the letter ({type(error).__name__})") from None

    def forget(self, about: str) -> int:  # noqa: ARG002 - nothing is kept
        """Have nothing to erase."""
        return 0

    def forget_before(self, moment: datetime) -> int:  # noqa: ARG002 - nothing is kept
        """Have nothing to erase."""
        return 0
