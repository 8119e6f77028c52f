"""Decides what a supervisor meant who wrote opening hours on one line: 9.00–12.00 és 13.00–15.00."""

from __future__ import annotations

import re

SPAN = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(?:–|—|-|\bto\b|\bbis\b)\s*(\d{1,2})(?:[.:](\d{2}))?")
BETWEEN = re.compile(r"^(?:[\s,;]|és|and|und|uhr|óra)*$", re.IGNORECASE)
DAY = 24 * 60


def parse_windows(text: str) -> list[tuple[str, str]] | None:
    """Return the windows as pairs of HH:MM; None when the text is no list of them."""
    found = list(SPAN.finditer(text))
    if not found or not BETWEEN.match(SPAN.sub(" ", text)):
        return None
    spans = [(_minute(m[1], m[2]), _minute(m[3], m[4])) for m in found]
    if any(start is None or end is None for start, end in spans):
        return None
    return [(_clock(start), _clock(end)) for start, end in spans if start is not None and end is not None]


def _minute(hour: str, minute: str | None) -> int | None:
    total = int(hour) * 60 + int(minute or 0)
    return total if int(minute or 0) < 60 and total <= DAY else None  # noqa: PLR2004 - an hour's minutes


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
