"""How a citizen asks to be spoken to: the few things that operators know what to do with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.i18n import lazy as _l


@dataclass(frozen=True)
class Need:
    """One wish: what the citizen ticks, what the operator reads, and the symbol that both see."""

    wish: str
    note: str
    icon: str


NEEDS: Mapping[str, Need] = {
    "more-time": Need(_l("I need more time to read and to write"), _l("Needs more time"), "time"),
    "easy-language": Need(_l("Please write in easy words and short sentences"), _l("Easy to understand"), "easy"),
    "one-question": Need(_l("Please ask one thing at a time"), _l("One question at a time"), "one"),
    "yes-no": Need(_l("I prefer questions that I can answer with yes or no"), _l("Yes-or-no questions"), "yes"),
    "screen-reader": Need(_l("I use a screen reader"), _l("Screen reader"), "listen"),
    "in-writing": Need(_l("Please write, do not phone me"), _l("In writing only"), "keyboard"),
    "sign-language": Need(_l("Hungarian Sign Language is my first language"), _l("Sign language"), "people"),
}


def known(given: Iterable[object]) -> list[str]:
    """Return those of `given` that we know, each once, in our order."""
    asked = {item for item in given if isinstance(item, str)}
    return [name for name in NEEDS if name in asked]
