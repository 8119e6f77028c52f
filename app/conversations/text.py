"""Decides what of a person's text is kept: everything that can be read, nothing that deceives."""

from __future__ import annotations

import re
import textwrap

# Letters of a name that a program gives its message.
REF = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Control characters but tab and newline; marks that turn the direction of the text around them; invisible spaces and
# tags; halves of characters. Joiners stay: names and signs of several languages are written with them.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
NEWLINES = re.compile(r"\r\n?|[\x85\u2028\u2029]")
GIST = 60
TOO_MANY_NEWLINES = re.compile(r"\n{4,}")


def clean(text: str) -> str:
    """Return `text` with one kind of line end and without what cannot be seen."""
    if text.isprintable() and text.isascii():
        return text.strip()
    return TOO_MANY_NEWLINES.sub("\n\n\n", UNREADABLE.sub("", NEWLINES.sub("\n", text))).strip()


def gist(text: str) -> str:
    """Return a message's first words, to know it by in a list."""
    words = textwrap.shorten(text, GIST, placeholder="…")
    if words == "…":  # its first word alone is too long
        return text.strip()[: GIST - 1] + "…"
    return re.sub(r"[.,;:–-]+…$", "…", words)


def is_ref(ref: object) -> bool:
    """Say whether `ref` can name a message."""
    return isinstance(ref, str) and REF.fullmatch(ref) is not None
