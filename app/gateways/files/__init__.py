"""Port: files that the service makes and keeps, such as the PDFs of its forms."""

from __future__ import annotations

import re
from typing import Protocol

ADAPTERS = {
    "folder": "app.gateways.files.folder:FolderFiles",
    "memory": "app.gateways.files.memory:MemoryFiles",
}

NAME = re.compile(r"[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*")


class FileStore(Protocol):
    """Keep whole files by name. A name is a relative path of lower-case letters, digits, `.`, `_`, `-` and `/`.

    Every call raises `ValueError` for another kind of name, so that no name leads out of the store. `lasting` says
    whether the files outlive the process, so that it is worth making them ahead of time.
    """

    lasting: bool

    def read(self, name: str) -> bytes | None:
        """Return the file's bytes, or None when there is none."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Keep `data` under `name`: whole or not at all, in place of what was there."""
        ...

    def delete(self, name: str) -> None:
        """Forget the file; a missing one is no error."""
        ...

    def names(self, prefix: str) -> list[str]:
        """Return, in order, the names of the files that begin with `prefix`."""
        ...


def checked(name: str) -> str:
    """Return `name` when it is one that a store accepts. Raise `ValueError` for any other."""
    if len(name) > 200 or not NAME.fullmatch(name):  # noqa: PLR2004 - well below what file systems allow
        raise ValueError(f"{name!r} is no name for a kept file")
    return name
