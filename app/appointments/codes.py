"""Decides codes and secrets: short enough to say on the telephone, never stored as they are."""

from __future__ import annotations

import hashlib
import hmac
import re

from app.core.security import DIGITS, SPEAKABLE

LETTERS = 4
FIGURES = 4


def derive(key: str, token: str) -> str:
    """Return the secret that belongs to a booking's one-time token, for example BKTD5839.

    It is worked out, not drawn, so that a repeated request (a double click, a lost answer) is told the same secret
    although only its hash is stored.
    """
    number = int.from_bytes(_mac(key, "secret", token), "big")
    marks = []
    for alphabet in (SPEAKABLE,) * LETTERS + (DIGITS,) * FIGURES:
        number, index = divmod(number, len(alphabet))
        marks.append(alphabet[index])
    return "".join(marks)


def stored(key: str, code: str, secret: str) -> str:
    """Return what the database keeps of a secret. Being short it is hashed with the installation's key."""
    return _mac(key, "stored", f"{code}\n{tidy(secret)}").hex()


def matches(key: str, code: str, secret: str, kept: str) -> bool:
    """Say whether `secret` is the booking's, in the same time whatever the answer."""
    return hmac.compare_digest(stored(key, code, secret), kept)


def request_key(token: str) -> str:
    """Return what is stored of a one-time token."""
    return hashlib.sha256(token.encode()).hexdigest()


def tidy(text: str) -> str:
    """Forgive small letters, spaces, hyphens and the like in a code or secret that was typed."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def spaced(text: str) -> str:
    """Write a code or secret in groups of three or four, as it is said: BKT 583, BKTD 5839."""
    half = len(text) // 2
    return f"{text[:half]} {text[half:]}"


def _mac(key: str, purpose: str, text: str) -> bytes:
    return hmac.digest(key.encode(), f"visit {purpose}\n{text}".encode(), "sha256")
