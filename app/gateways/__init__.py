"""Gateways to the outside: each package is a port, each module in it an adapter that a setting chooses."""

from __future__ import annotations

from flask import Flask

from app.config import Settings
from app.gateways.port import find_ports


class GatewayError(Exception):
    """A system outside the service did not do what was asked; the message says what happened."""


def connect(app: Flask, settings: Settings) -> None:
    """Make the adapter of each port. Raise `WrongSetting` when one cannot be made or does not fit its port."""
    for port in find_ports():
        port.connect(app, settings)
