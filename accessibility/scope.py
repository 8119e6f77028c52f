"""Reads `scope.toml`: every endpoint that people open, and how the accessibility tests reach it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "scope.toml"
ALL = "every page of the site map"
SHAPES = {
    "page": {"endpoint", "arguments", "query", "examples", "role", "status"},
    "way": {"name", "endpoints", "states", "what"},
    "out_of_scope": {"endpoint", "reason"},
}


class ScopeError(ValueError):
    """`scope.toml` is invalid; the message says why."""


@dataclass(frozen=True)
class PageEntry:
    """A page that opens by its address alone, for citizens or for staff with `role`."""

    endpoint: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    examples: str = ""
    role: str = ""
    status: int = 200


@dataclass(frozen=True)
class Way:
    """A walk through pages that need more than an address, or that have several states."""

    name: str
    what: str
    endpoints: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """The content of `scope.toml`."""

    pages: tuple[PageEntry, ...]
    ways: tuple[Way, ...]
    out_of_scope: Mapping[str, str]

    def endpoints(self) -> set[str]:
        """Return all endpoints that have an entry."""
        return {
            *(page.endpoint for page in self.pages),
            *(endpoint for way in self.ways for endpoint in way.endpoints),
            *self.out_of_scope,
        }


def read(path: Path = FILE) -> Scope:
    """Return the scope. Raise `ScopeError` for an invalid entry."""
    data = tomllib.loads(path.read_text("utf-8"))
    if unknown := set(data) - set(SHAPES):
        raise ScopeError(f"unknown tables: {sorted(unknown)}")
    for kind, allowed in SHAPES.items():
        for entry in data.get(kind, []):
            _check(kind, entry, allowed)
    return Scope(
        pages=tuple(PageEntry(**entry) for entry in data.get("page", [])),
        ways=tuple(
            Way(entry["name"], entry["what"], tuple(entry["endpoints"]), tuple(entry["states"]))
            for entry in data.get("way", [])
        ),
        out_of_scope={entry["endpoint"]: entry["reason"] for entry in data.get("out_of_scope", [])},
    )


def _check(kind: str, entry: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := set(entry) - allowed:
        raise ScopeError(f"[[{kind}]] does not know {sorted(unknown)}")
    needed = allowed if kind != "page" else {"endpoint"}
    if lacking := {name for name in needed if not entry.get(name)}:
        raise ScopeError(f"[[{kind}]] {entry.get('endpoint') or entry.get('name') or '?'} lacks {sorted(lacking)}")
    if entry.get("examples", ALL) != ALL:
        raise ScopeError(f"[[page]] {entry['endpoint']}: examples can only be {ALL!r}")


def problems(scope: Scope, reachable: set[str]) -> list[str]:
    """Return the differences between `scope` and the endpoints that the service really has, as messages."""
    known = scope.endpoints()
    judged = known - set(scope.out_of_scope)
    return [
        *(f"{endpoint} has no entry in accessibility/scope.toml" for endpoint in sorted(reachable - known)),
        *(f"{endpoint} is in accessibility/scope.toml, but does not exist" for endpoint in sorted(known - reachable)),
        *(f"{endpoint} is both tested and out of scope" for endpoint in sorted(judged & set(scope.out_of_scope))),
    ]
