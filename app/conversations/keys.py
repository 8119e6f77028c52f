"""Decides what opens a conversation: its address, its token, and the code that can be said on the telephone."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from app.core.security import DIGITS, SPEAKABLE, new_token, short_code

CODE = "aaaa9999"


@dataclass(frozen=True)
class Keys:
    """What a new conversation is opened by. Only hashes of `token` and `code` are stored."""

    public_id: str
    token: str
    code: str


def stored(installation_key: str, reference: str, code: str) -> str:
    """Return what the database keeps of a code. Being short it is hashed with the installation's key."""
    return hmac.digest(installation_key.encode(), f"conversation stored\n{reference}\n{code}".encode(), "sha256").hex()


def matches(installation_key: str, reference: str, code: str, kept: str) -> bool:
    """Say whether `code` is the contact's, in the same time whatever the answer."""
    return hmac.compare_digest(stored(installation_key, reference, code), kept)


def drawn() -> Keys:
    """Return keys that never were."""
    return Keys(new_token()[:16], new_token(), short_code(CODE))


def worked_out(installation_key: str, wish: str) -> Keys:
    """Return the keys that belong to one wish: a form that is sent twice opens one conversation and is told the same.

    `wish` holds the page's one-time token, which nobody but its reader knows.
    """

    def mac(purpose: str) -> bytes:
        return hmac.digest(installation_key.encode(), f"conversation {purpose}\n{wish}".encode(), "sha256")

    number, marks = int.from_bytes(mac("code"), "big"), []
    for alphabet in (SPEAKABLE if mark == "a" else DIGITS for mark in CODE):
        number, index = divmod(number, len(alphabet))
        marks.append(alphabet[index])
    public_id, token = (urlsafe_b64encode(mac(purpose)).decode() for purpose in ("address", "token"))
    return Keys(public_id[:16], token[:32], "".join(marks))
