"""Mistakes in a page's markup. A parser's verdict hangs on tags, not on words: each shape of page is parsed once."""

from __future__ import annotations

import re
from typing import Any

import html5lib

Mistake = tuple[tuple[int, int], str, dict[str, Any]]

# A tag with its attributes, or the words up to the next one.
TOKEN = re.compile(r"""<[a-zA-Z/!](?:[^"'<>]|"[^"]*"|'[^']*')*>|[^<]+|<""")
# The value of an attribute. That of `type` is kept: hidden fields may stand where others may not.
VALUE = re.compile(r"""(?<!\stype)="([^"]*)\"""")
# What a parser may stumble over inside words and values.
DELICATE = re.compile(r"[&\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
TOLERATED = {"expected-closing-tag-but-got-eof"}
# Shapes that were found sound in this process.
_sound: set[str] = set()


def mistakes(source: str) -> list[Mistake]:
    """Return what is wrong with the markup of a page: where, what, and the parser's details."""
    form = shape(source)
    if form in _sound:
        return []
    # The shape is shorter than the page; where it has a mistake, the page itself says at which place.
    found = _parse(form) and _parse(source)
    if not found:
        _sound.add(form)
    return found


def shape(source: str) -> str:
    """Return a page's markup without its words and values, as far as they cannot be mistaken for markup."""
    return TOKEN.sub(lambda token: _bare(token[0]), source)


def _bare(token: str) -> str:
    if token.startswith("<"):
        return VALUE.sub(lambda value: value[0] if DELICATE.search(value[1]) else '=""', token)
    if DELICATE.search(token):
        return token
    return "x" if token.strip() else " "


def _parse(source: str) -> list[Mistake]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(source)
    return [mistake for mistake in parser.errors if mistake[1] not in TOLERATED]
