"""What passkeys prove. Wraps the webauthn library; decides, and stores nothing."""

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

# Long enough for someone who must find the phone first; a challenge outlives the browser's question by a little.
TIMEOUT_SECONDS = 300
DEFAULT_PORTS = {"http": 80, "https": 443}


class PasskeyError(Exception):
    """What the browser sent proves nothing."""


@dataclass(frozen=True)
class Site:
    """Where passkeys are made and used: they work at this host and nowhere else."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewPasskey:
    """What is kept of a new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def site(address: str) -> Site:
    """Return the site of the service's address."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = "" if parts.port in {None, DEFAULT_PORTS.get(parts.scheme)} else f":{parts.port}"
    return Site(host, f"{parts.scheme}://{host}{port}")


def possible(place: Site) -> bool:
    """Say whether passkeys work there: only under a name, never under a number."""
    try:
        ipaddress.ip_address(place.host)
    except ValueError:
        return bool(place.host)
    return False


def new_challenge() -> bytes:
    """Return something that nobody has signed before."""
    return secrets.token_bytes(32)


def creation_options(
    place: Site, challenge: bytes, service: str, handle: bytes, name: str, known: Iterable[bytes]
) -> str:
    """Return, as JSON, what the browser is asked when a person makes a passkey; not again on a device that has one."""
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


def request_options(place: Site, challenge: bytes) -> str:
    """Return, as JSON, what the browser is asked when a person signs in; the device itself knows who they are."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        timeout=TIMEOUT_SECONDS * 1000,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def credential_id(credential: str) -> bytes:
    """Return which passkey the browser says it used. Raise `PasskeyError` when what it sent cannot be read."""
    with _refusing():
        return base64url_to_bytes(json.loads(credential)["id"])


def handle(credential: str) -> bytes:
    """Return whose passkey the device says it is; empty when it does not say."""
    with _refusing():
        return base64url_to_bytes(json.loads(credential)["response"].get("userHandle") or "")


def check_new(place: Site, challenge: bytes, credential: str) -> NewPasskey:
    """Return what to keep of a passkey that was just made. Raise `PasskeyError` when it answers another question."""
    with _refusing():
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count)


def check_use(place: Site, challenge: bytes, credential: str, public_key: bytes, sign_count: int) -> int:
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
