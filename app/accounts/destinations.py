"""Check where to redirect after signing in: to a staff page of this service and nowhere else."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

ROOT = "/staff/"
FORBIDDEN = ("\\", "//", "/../", "/./")
LONGEST = 500


def safe_destination(wanted: str) -> str:
    """Return `wanted` when it is the address of a staff page, else an empty string."""
    if not wanted.startswith(ROOT) or len(wanted) > LONGEST or not wanted.isprintable() or " " in wanted:
        return ""
    # Browsers read %2e%2e as two dots, which an attacker can use.
    path = unquote(urlsplit(wanted).path) + "/"
    return "" if any(trick in path.rstrip("/") + "/" for trick in FORBIDDEN) else wanted
