"""How a citizen asks to be spoken to: the few things that operators know what to do with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.i18n import lazy as _l


@dataclass(frozen=True)
class Need:
    """One wish: what the citizen ticks, what the operator reads, the symbol that both see, and what helps then."""

    wish: str
    note: str
    icon: str
    hint: str


NEEDS: Mapping[str, Need] = {
    "more-time": Need(
        _l("I need more time to read and to write"), _l("Needs more time"), "time",
        _l("Wait for the whole answer, do not press. Say that there is time. Do not end the conversation for silence."),
    ),
    "easy-language": Need(
        _l("Please write in easy words and short sentences"), _l("Easy to understand"), "easy",
        _l("One idea in a sentence, at most ten words. No technical terms. Send the easy version of a page."),
    ),
    "one-question": Need(
        _l("Please ask one thing at a time"), _l("One question at a time"), "one",
        _l("Ask one question in a message and wait for its answer before the next."),
    ),
    "yes-no": Need(
        _l("I prefer questions that I can answer with yes or no"), _l("Yes-or-no questions"), "yes",
        _l("Ask so that yes, no or I do not know is an answer. Sum up at the end and ask whether it is right."),
    ),
    "phrase-board": Need(
        _l("I speak with a phrase board or with pictures"), _l("Phrase board"), "words",
        _l("Short messages may mean more: say what you have understood and ask yes or no. Expect long pauses."),
    ),
    "screen-reader": Need(
        _l("I use a screen reader"), _l("Screen reader"), "listen",
        _l("Write whole sentences, no drawings of signs. Name things, never by place or colour."),
    ),
    "in-writing": Need(
        _l("Please write, do not phone me"), _l("In writing only"), "keyboard",
        _l("Do not phone. Answer in the chat, by text message or by e-mail, whichever was chosen."),
    ),
    "sign-language": Need(
        _l("Hungarian Sign Language is my first language"), _l("Sign language"), "people",
        _l("Hungarian may be a second language: short, plain sentences. Offer a visit with an interpreter."),
    ),
}  # fmt: skip


def known(given: Iterable[object]) -> list[str]:
    """Return those of `given` that we know, each once, in our order."""
    asked = {item for item in given if isinstance(item, str)}
    return [name for name in NEEDS if name in asked]
