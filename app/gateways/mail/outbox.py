"""Adapter: letters stored in a folder as `.eml` files, which mail programs can open; nothing is sent. The default."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.config import Settings
from app.gateways.mail import LETTER_ID, REFERENCE, Letter, Mail, message

SENDER = "outbox@localhost.invalid"
STAMP = "%Y%m%dT%H%M%SZ"


class OutboxMail:
    """Store each letter in a file named by its time and reference."""

    leaves = False

    def __init__(self, folder: Path, sender: str, name: str) -> None:
        self._folder = folder
        self._sender = sender
        self._name = name

    @classmethod
    def from_settings(cls, settings: Settings) -> Mail:
        """Return an outbox in `DATA_DIR/outbox`."""
        return cls(settings.data_dir / "outbox", settings.mail_from or SENDER, settings.mail_from_name)

    def send(self, letter: Letter) -> None:
        """Write a `.part` file, then rename it; the same letter again replaces its file."""
        if not REFERENCE.fullmatch(letter.about):
            raise ValueError(f"{letter.about!r} is not a reference")
        if not LETTER_ID.fullmatch(letter.id):
            raise ValueError(f"{letter.id!r} is not the id of a letter")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = letter.written_at.astimezone(UTC).strftime(STAMP)
        path = self._folder / f"{stamp}-{letter.about}-{letter.id}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(message(letter, self._sender, self._name).as_bytes())
        unfinished.rename(path)

    def forget(self, about: str) -> int:
        """Delete the files with this reference."""
        return self._remove([path for path in self._kept() if path.name.split("-")[1] == about])

    def forget_before(self, moment: datetime) -> int:
        """Delete the files whose names contain an earlier time."""
        before = moment.astimezone(UTC).strftime(STAMP)
        return self._remove([path for path in self._kept() if path.name.split("-")[0] < before])

    def _kept(self) -> list[Path]:
        # A process that was killed may have left an unfinished file; it is as personal as a complete one.
        return [path for path in self._folder.glob("*-*-*.*") if path.suffix in {".eml", ".part"}]

    @staticmethod
    def _remove(paths: list[Path]) -> int:
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)
