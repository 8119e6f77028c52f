"""Decides references, secrets and tokens: short enough to say on the telephone, never stored as they are."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from app.core.security import DIGITS, SPEAKABLE, new_token, short_code

REFERENCE = "aaa999"
SECRET = "aaaa9999"  # noqa: S105 - the pattern of a secret, not one
LONGEST = 20


@dataclass(frozen=True)
class Keys:
    """What opens a new contact: a device's token, and the secret that its citizen is told.

    `public_id` stands in the contact's addresses, `part_id` in those of its first part.
    """

    public_id: str
    part_id: str
    token: str
    secret: str


def random_keys() -> Keys:
    """Return keys that never existed."""
    return Keys(new_token()[:16], new_token()[:16], new_token(), short_code(SECRET))


def derived_keys(installation_key: str, seed: str) -> Keys:
    """Return the keys that belong to `seed`, so that a form that is sent twice makes one contact with one secret.

    `seed` holds the page's one-time token, which only the reader of that page knows.
    """

    def mac(purpose: str) -> bytes:
        return _mac(installation_key, f"contact {purpose}\n{seed}")

    public_id, part_id, token = (urlsafe_b64encode(mac(purpose)).decode() for purpose in ("address", "part", "token"))
    return Keys(public_id[:16], part_id[:16], token[:32], _speakable(mac("secret")))


def secret_hash(installation_key: str, reference: str, secret: str) -> str:
    """Return what the database keeps of a contact's secret. Being short it is hashed with the installation's key."""
    return _mac(installation_key, f"contact stored\n{reference}\n{normalised(secret)}").hex()


def legacy_hash(installation_key: str, part: str, name: str, secret: str) -> str:
    """Return what version 0.2.0 kept of the secret of a `part` (conversation or visit)."""
    return _mac(installation_key, f"{part} stored\n{name}\n{normalised(secret)}").hex()


def legacy_visit_secret(installation_key: str, token: str) -> str:
    """Return the secret that version 0.2.0 gave to the visit that was booked with a one-time token."""
    return _speakable(_mac(installation_key, f"visit secret\n{token}"))


def same(given: str, kept: str | None) -> bool:
    """Compare two hashes in a time that does not depend on them; nothing equals a hash that is not kept."""
    return hmac.compare_digest(given, kept or "")


def normalised(typed: str) -> str:
    """Return a reference or secret as it is stored, however it was typed: `bkt-472` is BKT472."""
    return "".join(mark for mark in typed.upper() if mark.isascii() and mark.isalnum())[:LONGEST]


def spoken(code: str) -> str:
    """Write a reference, code or secret in the two groups in which it is said: BKT 472, BKTD 5839."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}".strip()


def _speakable(digest: bytes) -> str:
    number, marks = int.from_bytes(digest, "big"), []
    for alphabet in (SPEAKABLE if mark == "a" else DIGITS for mark in SECRET):
        number, index = divmod(number, len(alphabet))
        marks.append(alphabet[index])
    return "".join(marks)


def _mac(installation_key: str, message: str) -> bytes:
    return hmac.digest(installation_key.encode(), message.encode(), "sha256")
