"""Decides whether a form was sent by a person, without asking anyone to solve a riddle."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.core import clock

# Nobody reads the notice and writes a question faster.
FASTEST_S = 2.0
# The name of the field that people do not see and robots fill in.
TRAP = "website"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="form-time")


def stamp() -> str:
    """Return when the form was drawn, signed."""
    return str(_signer().dumps(clock.now().timestamp()))


def looks_human(stamped: str, trap: str) -> bool:
    """Say whether the form was drawn by us, long enough ago, and its trap left alone."""
    try:
        drawn = float(_signer().loads(stamped))
    except (BadSignature, TypeError, ValueError):
        return False
    return not trap and clock.now().timestamp() - drawn >= FASTEST_S
