"""Port: stored files, such as the PDFs of forms and the attachments of conversations."""

from __future__ import annotations

import re
from typing import Protocol

from app.gateways.port import Port

ADAPTERS = {
    "folder": "app.gateways.files.folder:FolderFiles",
    "memory": "app.gateways.files.memory:MemoryFiles",
}

NAME = re.compile(r"[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*")


class FileStore(Protocol):
    """Store whole files by name. A name is a relative path of lower-case letters, digits, `.`, `_`, `-` and `/`.

    Every method raises `ValueError` for any other name, so that no name leads out of the store. `lasting` says whether
    the files outlive the process, so that it is worth making them ahead of time.
    """

    lasting: bool

    def read(self, name: str) -> bytes | None:
        """Return the content of the file; None when it does not exist."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Store `data` under `name`, completely or not at all; replace an earlier file."""
        ...

    def delete(self, name: str) -> None:
        """Delete the file; do nothing when it does not exist."""
        ...

    def names(self, prefix: str) -> list[str]:
        """Return the sorted names of the files whose names begin with `prefix`."""
        ...


# mypy expects a class that can be made here; a protocol is meant.
PORT = Port("file_store", FileStore, ADAPTERS)  # type: ignore[type-abstract]


def checked(name: str) -> str:
    """Return `name` if a store accepts it. Raise `ValueError` for any other."""
    if len(name) > 200 or not NAME.fullmatch(name):  # noqa: PLR2004 - well below what file systems allow
        raise ValueError(f"{name!r} is not a valid name of a stored file")
    return name
