"""Splits a fact (deadline, place, fee) into a short headline and the details below it."""

from __future__ import annotations

import re

LONGEST_HEADLINE = 70
# A short word with a full stop (gr.) is an abbreviation, unless it is an ending (31-ig.).
END_OF_SENTENCE = re.compile(r"(?<=[a-záéíóöőúüűß][.!?])(?<!\s[a-z]{2}\.)(?<!^[a-z]{2}\.) +(?=[A-ZÁÉÍÓÖŐÚÜŰ])|; +")


def split_fact(fact: str) -> tuple[str, str]:
    """Return the first sentence of a fact as its headline, empty when it is too long for one, and the rest."""
    first, *rest = END_OF_SENTENCE.split(fact, maxsplit=1)
    if len(first) > LONGEST_HEADLINE:
        return "", capital(fact)
    if not rest:
        # A single sentence is set like a heading, which has no full stop.
        return capital(first.removesuffix(".")), ""
    return capital(first.removesuffix(".")), capital(rest[0])


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
