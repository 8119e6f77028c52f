"""Finds broken links in a text: pure functions that send no request to other servers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

Anchors = Callable[[str], Collection[str] | None]
"""Return the anchors of one of our pages by its path, or None when there is no such page."""

# Markdown's ways to write a link: beside the words (brackets in the address come in pairs), below the text, and bare.
LINK = re.compile(
    r"\[([^\]\[]*)\]\(((?:[^()]|\([^()]*\))*)\)|^ {0,3}\[([^\]\[]+)\]:[ \t]*(\S+)|<([a-z][a-z0-9+.-]*:[^\s<>]*)>",
    re.IGNORECASE | re.MULTILINE,
)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
E_MAIL = re.compile(r"[^@\s]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
NUMBER = re.compile(r"\+?[0-9]{3,15}")
LONGEST = 2000


@dataclass(frozen=True)
class BrokenLink:
    """A broken link: its text, its address, and the reason as a key of `words.PROBLEMS`."""

    words: str
    address: str
    reason: str


def broken(text: str, own: Collection[str], anchors: Anchors) -> list[BrokenLink]:
    """Return the broken links of a text. `own` are the anchors of the text's own page."""
    found = (
        (words or name, (beside or below or bare).strip()) for words, beside, name, below, bare in LINK.findall(text)
    )
    checked = (BrokenLink(words.strip(), address, reason_broken(address, own, anchors)) for words, address in found)
    return [one for one in checked if one.reason]


def reason_broken(address: str, own: Collection[str], anchors: Anchors) -> str:
    """Return why a link is broken (empty, malformed, scheme, page or place), or an empty string when it is not."""
    if not address:
        return "empty"
    if len(address) > LONGEST or re.search(r"[\s<>\"\\]", address):
        return "malformed"
    try:
        parts = urlsplit(address)
    except ValueError:
        return "malformed"
    if parts.scheme in CONTACTS:
        return "" if CONTACTS[parts.scheme].fullmatch(unquote(parts.path)) else "malformed"
    if parts.scheme:
        return _outside(parts.scheme, parts.netloc)
    if parts.netloc:
        return "scheme"
    return _inside(unquote(parts.path), unquote(parts.fragment), own, anchors)


CONTACTS = {"mailto": E_MAIL, "tel": NUMBER}


def _outside(scheme: str, host: str) -> str:
    if scheme != "https":
        return "scheme"
    try:
        ascii_host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return "malformed"
    # User names, passwords and ports in the host part hide where a link leads, so they are refused.
    return "" if HOST.fullmatch(ascii_host) else "malformed"


def _inside(path: str, place: str, own: Collection[str], anchors: Anchors) -> str:
    if not path:
        return "" if place in own else "place"
    known = anchors(path)
    if known is None:
        return "page"
    return "" if not place or place in known else "place"
