"""Check passkeys with the webauthn library. Stores nothing."""

from __future__ import annotations

import ipaddress
import json
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

log = logging.getLogger(__name__)

# Long enough to find one's phone first; the challenge is valid a little longer than the browser's dialog.
TIMEOUT_SECONDS = 300
DEFAULT_PORTS = {"http": 80, "https": 443}


class PasskeyError(Exception):
    """The credential that the browser sent is not valid."""


@dataclass(frozen=True)
class RelyingParty:
    """The host where passkeys are made and used; they work nowhere else."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewPasskey:
    """The parts of a new passkey that are stored."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def relying_party(address: str) -> RelyingParty:
    """Return the relying party of the service's address."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = "" if parts.port in {None, DEFAULT_PORTS.get(parts.scheme)} else f":{parts.port}"
    return RelyingParty(host, f"{parts.scheme}://{host}{port}")


def passkeys_possible(place: RelyingParty) -> bool:
    """Return whether passkeys work there: they need a host name, not an IP address."""
    try:
        ipaddress.ip_address(place.host)
    except ValueError:
        return bool(place.host)
    return False


def new_challenge() -> bytes:
    """Return a new random challenge."""
    return secrets.token_bytes(32)


def creation_options(
    place: RelyingParty, challenge: bytes, service: str, handle: bytes, name: str, known: Iterable[bytes]
) -> str:
    """Return the options for making a passkey, as JSON; devices that have one already are excluded."""
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=service,
        user_id=handle,
        user_name=name,
        challenge=challenge,
        timeout=TIMEOUT_SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential_id) for credential_id in known],
    )
    return webauthn.options_to_json(options)


def request_options(place: RelyingParty, challenge: bytes) -> str:
    """Return the options for signing in, as JSON; no user name is needed."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        timeout=TIMEOUT_SECONDS * 1000,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def credential_id(credential: str) -> bytes:
    """Return the id of the passkey in a credential. Raise `PasskeyError` when it cannot be read."""
    with _refusing():
        return base64url_to_bytes(json.loads(credential)["id"])


def handle(credential: str) -> bytes:
    """Return the user handle in a credential; empty when there is none."""
    with _refusing():
        return base64url_to_bytes(json.loads(credential)["response"].get("userHandle") or "")


def check_new(place: RelyingParty, challenge: bytes, credential: str) -> NewPasskey:
    """Return the parts of a new passkey to store. Raise `PasskeyError` when it does not match the challenge."""
    with _refusing():
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count)


def check_use(place: RelyingParty, challenge: bytes, credential: str, public_key: bytes, sign_count: int) -> int:
    """Return the passkey's new sign count. Raise `PasskeyError` when the signature, or the count, is not right."""
    with _refusing():
        used = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    return used.new_sign_count


@contextmanager
def _refusing() -> Iterator[None]:
    # Anyone may send anything here, and the readers of JSON, CBOR, keys and certificates behind the library stumble
    # over it in ways of their own: whatever does not read well proves nothing.
    try:
        yield
    except Exception as error:
        log.info("a passkey proved nothing: %s", type(error).__name__)
        raise PasskeyError(type(error).__name__) from error
