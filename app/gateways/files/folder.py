"""Adapter: files below the data folder. The default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from app.config import Settings
from app.gateways.files import FileStore, checked


class FolderFiles:
    """Store files in a folder that several processes of one machine may share."""

    lasting = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def from_settings(cls, settings: Settings) -> FileStore:
        """Return a store in `DATA_DIR/files`."""
        return cls(settings.data_dir / "files")

    def read(self, name: str) -> bytes | None:
        """Read the file."""
        try:
            return (self._folder / checked(name)).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write under another name, then rename: a reader sees the old file or the new one, never a part."""
        path = self._folder / checked(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with unfinished.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def delete(self, name: str) -> None:
        """Delete the file."""
        (self._folder / checked(name)).unlink(missing_ok=True)

    def names(self, prefix: str) -> list[str]:
        """List the files; unfinished ones begin with a dot and are left out."""
        found = (path for path in self._folder.rglob("*") if path.is_file() and not path.name.startswith("."))
        names = (path.relative_to(self._folder).as_posix() for path in found)
        return sorted(name for name in names if name.startswith(prefix))
