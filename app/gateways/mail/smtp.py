"""Adapter: letters sent through a mail server by SMTP, encrypted unless the settings say otherwise."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime

from app.config import Settings, WrongSetting
from app.gateways import GatewayError
from app.gateways.mail import Letter, Mail, address, message

# A citizen may be waiting for the page.
TIMEOUT_S = 15


class SmtpMail:
    """Send each letter through the office's own mail server; nothing is stored here."""

    leaves = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @classmethod
    def from_settings(cls, settings: Settings) -> Mail:
        """Return the adapter. Raise `WrongSetting` when the server or the sender is not set."""
        if not settings.smtp_host:
            raise WrongSetting("Wrong setting SMTP_HOST='': MAIL=smtp needs the mail server's name.")
        if not address(settings.mail_from):
            raise WrongSetting(f"Wrong setting MAIL_FROM={settings.mail_from!r}: MAIL=smtp needs the sender's address.")
        return cls(settings)

    def send(self, letter: Letter) -> None:
        """Send the letter. Raise `GatewayError`; its message names no person."""
        given = self._settings
        made = message(letter, given.mail_from, given.mail_from_name)
        try:
            with smtplib.SMTP(given.smtp_host, given.smtp_port, timeout=TIMEOUT_S) as server:
                if given.smtp_starttls:
                    # Raises when the server does not support it: no letter is sent unencrypted by accident.
                    server.starttls(context=ssl.create_default_context(cafile=given.smtp_ca_file or None))
                if given.smtp_user:
                    server.login(given.smtp_user, given.smtp_password.get_secret_value())
                server.send_message(made, given.mail_from, [letter.to])
        except (OSError, smtplib.SMTPException) as error:
            # The server's message often quotes the recipient, so only the type of the error is passed on.
            raise GatewayError(f"the mail server did not take the letter ({type(error).__name__})") from None

    def forget(self, about: str) -> int:  # noqa: ARG002 - nothing is stored
        """Return 0: nothing is stored."""
        return 0

    def forget_before(self, moment: datetime) -> int:  # noqa: ARG002 - nothing is stored
        """Return 0: nothing is stored."""
        return 0
