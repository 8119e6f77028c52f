"""Parse opening hours as a supervisor types them on one line: 9.00–12.00 és 13.00–15.00."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core import languages
from app.core.languages import Language

TIME = r"(\d{1,2})(?:[.:](\d{2}))?"
DAY = 24 * 60


def parse_windows(text: str) -> list[tuple[str, str]] | None:
    """Return the windows as pairs of HH:MM; None when the text is no list of them."""
    span, between = _patterns(languages.known())
    found = list(span.finditer(text))
    if not found or not between.match(span.sub(" ", text)):
        return None
    spans = [(_minute(m[1], m[2]), _minute(m[3], m[4])) for m in found]
    if any(start is None or end is None for start, end in spans):
        return None
    return [(_clock(start), _clock(end)) for start, end in spans if start is not None and end is not None]


@lru_cache(maxsize=4)
def _patterns(spoken: tuple[Language, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a span of hours, and what may stand between spans, in the words of any language."""
    words = (rf"\b{re.escape(word)}\b" for language in spoken for word in language.times.to)
    to = "|".join(("[–—-]", *words))
    fillers = (re.escape(word) for language in spoken for word in language.times.between)
    between = "|".join((r"[\s,;]", *fillers))
    return re.compile(rf"{TIME}\s*(?:{to})\s*{TIME}"), re.compile(rf"^(?:{between})*$", re.IGNORECASE)


def _minute(hour: str, minute: str | None) -> int | None:
    total = int(hour) * 60 + int(minute or 0)
    return total if int(minute or 0) < 60 and total <= DAY else None  # noqa: PLR2004 - an hour's minutes


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
