"""Gateways to the outside: each package is a port, each module in it an adapter that a setting chooses."""

from __future__ import annotations

from flask import Flask

from app.config import Settings
from app.gateways.port import find_ports


class GatewayError(Exception):
    """The outside world did not do what was asked. Trying again later may help.

    The message says what was not done. `kind` is a short technical word for the cause. Neither names a person.
    """

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind or type(self).__name__


class GatewayRejectionError(GatewayError):
    """The request was refused for good: sent again unchanged, it would be refused again."""


class GatewayUnavailableError(GatewayError):
    """The other side does nothing for anybody at present: other requests would fail too."""


def connect(app: Flask, settings: Settings) -> None:
    """Make the adapter of each port. Raise `WrongSetting` when one cannot be made or does not fit its port."""
    for port in find_ports():
        port.connect(app, settings)
