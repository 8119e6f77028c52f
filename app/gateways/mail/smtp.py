"""Adapter: letters sent through a mail server by SMTP, encrypted unless the settings say otherwise."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime

from app.config import Settings, WrongSetting
from app.gateways import GatewayError, GatewayRejectionError, GatewayUnavailableError
from app.gateways.mail import Letter, Mail, address, message

# A citizen may be waiting for the page.
TIMEOUT_S = 15
# RFC 5321: replies from 500 on are final, those below mean "not now".
FIRST_FINAL_CODE = 500
# RFC 4954 and RFC 3463: the server wants a password, or its rules forbid it. Its administrator can change both.
AUTHENTICATION_REQUIRED, POLICY = 530, "5.7."


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
        """Send the letter. Raise `GatewayError` or one of its kinds; the message names no person."""
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
        except smtplib.SMTPRecipientsRefused as error:
            [(code, said)] = error.recipients.values()
            raise _refused(error, code, said) from None
        except smtplib.SMTPDataError as error:
            raise _refused(error, error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException) as error:
            raise GatewayUnavailableError(_message(type(error).__name__), type(error).__name__) from None

    def forget(self, about: str) -> int:  # noqa: ARG002 - nothing is stored
        """Return 0: nothing is stored."""
        return 0

    def forget_before(self, moment: datetime) -> int:  # noqa: ARG002 - nothing is stored
        """Return 0: nothing is stored."""
        return 0


def _refused(error: smtplib.SMTPException, code: int, said: bytes | str) -> GatewayError:
    """Return the refusal of one letter; it is final unless the server is only not allowed to take it at present."""
    kind = f"{type(error).__name__} {code}"
    words = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    by_policy = code == AUTHENTICATION_REQUIRED or words.startswith(POLICY)
    final = code >= FIRST_FINAL_CODE and not by_policy
    return (GatewayRejectionError if final else GatewayError)(_message(kind), kind)


def _message(kind: str) -> str:
    # What the server says often quotes the address; only the kind of failure goes on.
    return f"the mail server did not take the letter ({kind})"
