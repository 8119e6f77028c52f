"""Reads the scripted conversations: what the simulated citizen says when, and what the script does for the citizen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any

from app.core import content

# Characters that a person reads and writes in a second.
READS, WRITES = 25, 8
SHORTEST, LONGEST = timedelta(seconds=4), timedelta(seconds=25)
# The kinds of things that an operator's action in a script may send.
SENDABLE = ("service", "form")


@dataclass
class ScriptTurn:
    """What the citizen says, and how the script answers it."""

    lines: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ScriptLine:
    """One message of the citizen. It `waits` until the operator has answered what was said before."""

    text: str
    beat: int
    waits: bool


@dataclass(frozen=True)
class Script:
    """One scripted conversation. `sends` names the services and forms that it sends, as (kind, slug)."""

    id: str
    title: Mapping[str, str]
    citizen: Mapping[str, str]
    language: str
    channel: str
    expects: Sequence[Mapping[str, str]]
    sends: Sequence[tuple[str, str]]
    beats: Sequence[ScriptTurn]

    @property
    def lines(self) -> list[ScriptLine]:
        """The citizen's messages in their order."""
        return [
            ScriptLine(text, number, waits=number > 0 and place == 0)
            for number, beat in enumerate(self.beats) for place, text in enumerate(beat.lines)
        ]  # fmt: skip


def scripts() -> list[Script]:
    """Return the scripts in which an operator has something to answer, in the content's order."""
    return list(_read(content.folder().as_posix()))


def script(name: str) -> Script | None:
    """Return one script."""
    return next((one for one in scripts() if one.id == name), None)


@lru_cache(maxsize=4)
def _read(_folder: str) -> tuple[Script, ...]:
    found = (_script(row) for row in content.load("conversations.yaml")["conversations"])
    return tuple(one for one in found if any(beat.lines for beat in one.beats) and any(b.answers for b in one.beats))


def _script(row: Mapping[str, Any]) -> Script:
    return Script(
        id=row["id"], title=row["title"], citizen=row.get("citizen", {}), language=row["language"],
        channel=row["channel"], expects=row.get("expects", ()), sends=tuple(dict.fromkeys(_sends(row))),
        beats=_beats(row["turns"]),
    )  # fmt: skip


def _beats(turns: Sequence[Mapping[str, Any]]) -> list[ScriptTurn]:
    beats = [ScriptTurn()]
    for turn in turns:
        # What the guard stopped on the citizen's device was never said.
        unsent = any(action.get("sent") is False for action in turn.get("action", ()))
        if turn["who"] == "operator":
            beats[-1].answers.append(turn["text"])
        elif turn["who"] == "citizen" and not unsent:
            if beats[-1].answers:
                beats.append(ScriptTurn())
            beats[-1].lines.append(turn["text"])
    return beats


def _sends(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "service" in row:
        yield "service", row["service"]
    for turn in row["turns"]:
        for action in turn.get("action", ()):
            yield from ((kind, action[kind]) for kind in SENDABLE if turn["who"] == "operator" and kind in action)


def typing_time(heard: int, said: int) -> timedelta:
    """Return how long a person takes to read `heard` characters and write `said` characters."""
    return min(LONGEST, max(SHORTEST, timedelta(seconds=heard / READS + said / WRITES)))
