"""Adapter: files below the data folder. The default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from app.config import Settings
from app.gateways.files import checked


class FolderFiles:
    """Keep files in a folder that processes of one machine may share."""

    lasting = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def from_settings(cls, settings: Settings) -> FolderFiles:
        """Use `files` in `DATA_DIR`."""
        return cls(settings.data_dir / "files")

    def read(self, name: str) -> bytes | None:
        """Read the file."""
        try:
            return (self._folder / checked(name)).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write beside, then rename: a reader sees the old file or the new one, never a part."""
        path = self._folder / checked(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with beside.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def delete(self, name: str) -> None:
        """Remove the file."""
        (self._folder / checked(name)).unlink(missing_ok=True)

    def names(self, prefix: str) -> list[str]:
        """Walk the folder; half-written files begin with a dot and are not listed."""
        found = (path for path in self._folder.rglob("*") if path.is_file() and not path.name.startswith("."))
        names = (path.relative_to(self._folder).as_posix() for path in found)
        return sorted(name for name in names if name.startswith(prefix))
