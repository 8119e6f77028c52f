"""Adapter: files in this process only, for tests and for a service without a disk."""

from __future__ import annotations

from app.config import Settings
from app.gateways.files import FileStore, checked


class MemoryFiles:
    """Store files in a dictionary; they are lost when the process ends."""

    lasting = False

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    @classmethod
    def from_settings(cls, settings: Settings) -> FileStore:  # noqa: ARG003 - the signature of every adapter
        """Return an empty store."""
        return cls()

    def read(self, name: str) -> bytes | None:
        """Read the file."""
        return self._files.get(checked(name))

    def write(self, name: str, data: bytes) -> None:
        """Store the file."""
        self._files[checked(name)] = bytes(data)

    def delete(self, name: str) -> None:
        """Delete the file."""
        self._files.pop(checked(name), None)

    def names(self, prefix: str) -> list[str]:
        """List the names."""
        return sorted(name for name in self._files if name.startswith(prefix))
