"""Judge a rehearsal: which expectations of its script the operator has met. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import i18n
from app.editing import readability
from app.guard import rules
from app.training.actions import line_ref
from app.training.scripts import Script

HARDEST_SHOWN = 5
ADDRESS = re.compile(r"\S*/\S*")


@dataclass
class Exchange:
    """What the citizen said, what the learner answered, and the script's model answers."""

    said: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    model: Sequence[str] = ()


@dataclass(frozen=True)
class Criterion:
    """One expectation: `done` of `of` were met. `details` are words, numbers or names for the page."""

    name: str
    done: int
    of: int
    details: Sequence[str] = ()

    @property
    def met(self) -> bool:
        """Return whether all were met."""
        return self.done >= self.of


def pair_with_script(script: Script, entries: Sequence[Entry]) -> list[Exchange]:
    """Return what was said beside the script's answers, turn by turn."""
    found = [Exchange(model=beat.answers) for beat in script.beats]
    beats = {line_ref(number): line.beat for number, line in enumerate(script.lines)}
    now = 0
    for entry in entries:
        if entry.author == "citizen":
            now = beats.get(entry.ref, now)
            found[now].said.append(entry.body)
        elif entry.author == "operator":
            found[now].answered.append(entry.body)
    return found


def judge(script: Script, talked: Sequence[Exchange], conversation: Conversation) -> list[Criterion]:
    """Return the criteria that can be judged automatically; facts are for the learner to compare."""
    asked = [one for one in talked if one.model]
    answers = [answer for one in talked for answer in one.answered]
    words = "\n".join(answers)
    sent = [slug for _kind, slug in script.sends if f"/{slug}" in words]
    missing = [f"{kind}:{slug}" for kind, slug in script.sends if slug not in sent]
    numbers = [number for answer in answers for number in _numbers(answer)]
    judged = [Criterion("answered", sum(bool(one.answered) for one in asked), len(asked))]
    if answers and i18n.base_language(script.language) == "hu":
        reading = readability.measure(ADDRESS.sub("", words))
        hard = [finding.text for finding in reading.findings][:HARDEST_SHOWN]
        judged.append(Criterion("words", int(reading.level != "hard"), 1, hard))
    if script.sends:
        judged.append(Criterion("sent", len(sent), len(script.sends), missing))
    judged.append(Criterion("numbers", int(bool(answers) and not numbers), 1, numbers))
    closed = conversation.state == "ended" and conversation.outcome is not None
    return [*judged, Criterion("closed", int(closed), 1)]


def _numbers(answer: str) -> list[str]:
    return [answer[one.start : one.end] for one in rules.check(answer).findings if one.kind != rules.INDIVIDUAL]
