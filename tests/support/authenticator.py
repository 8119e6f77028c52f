"""A device that makes and uses passkeys, in software: what a phone's chip does, and what a thief would try."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey on one device; its counter grows with each use."""

    origin: str = "http://localhost:8000"
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict) -> str:
        """Answer the server's question for a new passkey, as JSON."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
        attested = bytes(15) + b"\x01" + struct.pack(">H", len(self.credential_id)) + self.credential_id + public
        proof = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested})
        return self._written({"clientDataJSON": self._client("create", options), "attestationObject": proof})

    def use(self, options: dict) -> str:
        """Answer the server's question for a signature, as JSON."""
        self.count += 1
        client, data = self._client("get", options), self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._written(
            {"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": self.handle}
        )

    def _client(self, kind: str, options: dict) -> bytes:
        return json.dumps(
            {"type": f"webauthn.{kind}", "challenge": options["challenge"], "origin": self.origin}
        ).encode()

    def _data(self, more: int = 0) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", self.flags | more, self.count)

    def _written(self, response: dict[str, bytes]) -> str:
        known_as = bytes_to_base64url(self.credential_id)
        parts = {name: bytes_to_base64url(value) for name, value in response.items()}
        return json.dumps({"id": known_as, "rawId": known_as, "type": "public-key", "response": parts})
