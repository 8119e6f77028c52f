"""The one list of what a citizen may need: in a conversation, at a visit, or in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.i18n import lazy as _l


@dataclass(frozen=True)
class Need:
    """What the citizen ticks, what staff read, the symbol that both see, and what helps then.

    `wish` is ticked for a conversation, `visit_wish` for a visit, each with what the office does about it; empty where
    the need makes no sense.
    """

    note: str
    icon: str
    wish: str = ""
    hint: str = ""
    visit_wish: str = ""
    visit_hint: str = ""


NEEDS: Mapping[str, Need] = {
    "more-time": Need(
        note=_l("Needs more time"), icon="time", wish=_l("I need more time to read and to write"),
        hint=_l(
            "Wait for the whole answer, do not press. Say that there is time. Do not end the conversation for silence."
        ),
        visit_wish=_l("I need more time"), visit_hint=_l("Your visit will be twice as long."),
    ),
    "easy-language": Need(
        note=_l("Easy to understand"), icon="easy", wish=_l("Please write in easy words and short sentences"),
        hint=_l("One idea in a sentence, at most ten words. No technical terms. Send the easy version of a page."),
    ),
    "one-question": Need(
        note=_l("One question at a time"), icon="one", wish=_l("Please ask one thing at a time"),
        hint=_l("Ask one question in a message and wait for its answer before the next."),
    ),
    "yes-no": Need(
        note=_l("Yes-or-no questions"), icon="yes", wish=_l("I prefer questions that I can answer with yes or no"),
        hint=_l("Ask so that yes, no or I do not know is an answer. Sum up at the end and ask whether it is right."),
    ),
    "phrase-board": Need(
        note=_l("Phrase board"), icon="words", wish=_l("I speak with a phrase board or with pictures"),
        hint=_l("Short messages may mean more: say what you have understood and ask yes or no. Expect long pauses."),
    ),
    "screen-reader": Need(
        note=_l("Screen reader"), icon="listen", wish=_l("I use a screen reader"),
        hint=_l("Write whole sentences, no drawings of signs. Name things, never by place or colour."),
    ),
    "in-writing": Need(
        note=_l("In writing only"), icon="keyboard", wish=_l("Please write, do not phone me"),
        hint=_l("Do not phone. Answer in the chat, by text message or by e-mail, whichever was chosen."),
    ),
    "sign-language": Need(
        note=_l("Sign language"), icon="people", wish=_l("Hungarian Sign Language is my first language"),
        hint=_l("Hungarian may be a second language: short, plain sentences. Offer a visit with an interpreter."),
        visit_wish=_l("I need a sign language interpreter"), visit_hint=_l("We ask an interpreter to come."),
    ),
    "wheelchair": Need(
        note=_l("Wheelchair"), icon="person",
        visit_wish=_l("I come in a wheelchair"), visit_hint=_l("We give you a desk that you can reach."),
    ),
    "speech-mode": Need(
        note=_l("Simplified speech mode"), icon="easy",
        visit_wish=_l("Simplified speech mode"),
        visit_hint=_l("We speak slowly, in short sentences, and show pictures."),
    ),
    "companion": Need(
        note=_l("Comes with a companion"), icon="people",
        visit_wish=_l("Somebody comes with me"), visit_hint=_l("We put out another chair."),
    ),
}  # fmt: skip
# In the order in which they are offered.
CONVERSATION_NEEDS = {name: need for name, need in NEEDS.items() if need.wish}
WHEELCHAIR, MORE_TIME = "wheelchair", "more-time"
VISIT_NEEDS = {name: NEEDS[name] for name in (WHEELCHAIR, "sign-language", MORE_TIME, "speech-mode", "companion")}


def known(given: Iterable[object], offered: Mapping[str, Need] = CONVERSATION_NEEDS) -> list[str]:
    """Return those of `given` that are `offered`, each once, in our order."""
    asked = {item for item in given if isinstance(item, str)}
    return [name for name in offered if name in asked]
