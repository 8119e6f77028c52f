"""Reads `exceptions.toml`: results of axe-core that do not fail the build."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "exceptions.toml"


@dataclass(frozen=True)
class Exceptions:
    """Tags of rules that are not run, and rules whose inconclusive results are ignored."""

    not_run: frozenset[str]
    cannot_tell: frozenset[str]


def read(path: Path = FILE) -> Exceptions:
    """Return the exceptions. Raise `ValueError` for one without a reason."""
    data = tomllib.loads(path.read_text("utf-8"))
    for entry in (*data.get("not_run", ()), *data.get("cannot_tell", ())):
        if not entry.get("reason"):
            raise ValueError(f"an exception needs a reason: {entry}")
    return Exceptions(
        not_run=frozenset(entry["tag"] for entry in data.get("not_run", ())),
        cannot_tell=frozenset(entry["rule"] for entry in data.get("cannot_tell", ())),
    )
