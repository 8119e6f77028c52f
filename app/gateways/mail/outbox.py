"""Adapter: letters that nobody sends. They lie in a folder as `.eml` files, which mail programs open. The default."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from app.config import Settings
from app.gateways.mail import REFERENCE, Letter, message

SENDER = "outbox@localhost.invalid"
STAMP = "%Y%m%dT%H%M%SZ"


class OutboxMail:
    """Keep each letter as a file, named by its moment and matter; whoever runs the service may look at it."""

    leaves = False

    def __init__(self, folder: Path, sender: str, name: str) -> None:
        self._folder = folder
        self._sender = sender
        self._name = name

    @classmethod
    def from_settings(cls, settings: Settings) -> OutboxMail:
        """Use `outbox` in `DATA_DIR`."""
        return cls(settings.data_dir / "outbox", settings.mail_from or SENDER, settings.mail_from_name)

    def send(self, letter: Letter) -> None:
        """Write the file beside, then rename it."""
        if not REFERENCE.fullmatch(letter.about):
            raise ValueError(f"{letter.about!r} is no reference")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = letter.written_at.astimezone(UTC).strftime(STAMP)
        path = self._folder / f"{stamp}-{letter.about}-{secrets.token_hex(4)}.eml"
        beside = path.with_suffix(".part")
        beside.touch(mode=0o600)
        beside.write_bytes(message(letter, self._sender, self._name).as_bytes())
        beside.rename(path)

    def forget(self, about: str) -> int:
        """Remove the files of a matter."""
        return self._remove([path for path in self._kept() if path.name.split("-")[1] == about])

    def forget_before(self, moment: datetime) -> int:
        """Remove the files whose name says an earlier moment."""
        before = moment.astimezone(UTC).strftime(STAMP)
        return self._remove([path for path in self._kept() if path.name.split("-")[0] < before])

    def _kept(self) -> list[Path]:
        # A half-written one was left by a stop; it is as personal as a whole one.
        return [path for path in self._folder.glob("*-*-*.*") if path.suffix in {".eml", ".part"}]

    @staticmethod
    def _remove(paths: list[Path]) -> int:
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)
