"""The short answer: which part of a fact is read at a glance, and which in small print."""

from __future__ import annotations

import re

GLANCE = 70
# A short word with a full stop (gr.) is an abbreviation, unless it is an ending (31-ig.).
END_OF_THOUGHT = re.compile(
    r"(?<=[a-záéíóöőúüűß][.!?])(?<!\s[a-z]{2}\.)(?<!^[a-z]{2}\.) +(?=[A-ZÁÉÍÓÖŐÚÜŰ])|; +"
)


def split(fact: str) -> tuple[str, str]:
    """Return the first thought of a fact, when it is short enough to be set large, and the rest."""
    first, *rest = END_OF_THOUGHT.split(fact, maxsplit=1)
    if len(first) > GLANCE:
        return "", capital(fact)
    if not rest:
        # A lone sentence in large letters is a heading of its own and needs no full stop.
        return capital(first.removesuffix(".")), ""
    return capital(first.removesuffix(".")), capital(rest[0])


def capital(text: str) -> str:
    """Begin with a capital letter, as a line of its own does."""
    return text[:1].upper() + text[1:]
