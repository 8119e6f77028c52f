"""Builds the body of a form with files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def multipart(fields: Mapping[str, object], *files: bytes) -> dict[str, Any]:
    """Return `data` and `content_type` of a POST with `fields` and `files`; the first file is the field `file`.

    The test client's own encoder leaves large files open on the disk.
    """
    parts = {f'name="{name}"': str(value).encode() for name, value in fields.items()}
    for number, content in enumerate(files):
        name = f"file{number or ''}"
        parts[f'name="{name}"; filename="a.jpg"\r\nContent-Type: image/jpeg'] = content
    body = b"".join(b"--x\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (head.encode(), value)
                    for head, value in parts.items())  # fmt: skip
    return {"data": body + b"--x--\r\n", "content_type": "multipart/form-data; boundary=x"}
