"""What the room takes and answers on the public interface."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.problems import Problem
from app.core.schemas import Answer, Body, OneOf
from app.core.settings import settings
from app.guard import rules, words

Place = Annotated[int, Field(ge=0, description="Counted in Unicode characters from the text's beginning.")]


def _short_enough(text: str) -> str:
    longest = settings().chat_max_message
    if len(text) > longest:
        raise ValueError(f"must be a text of at most {longest} characters")
    return text


class GuardedText(Body):
    """A text before it is sent."""

    text: Annotated[str, AfterValidator(_short_enough)]


class Finding(Answer):
    """What was found in a text, and where."""

    kind: Annotated[str, OneOf([*words.KINDS, rules.INDIVIDUAL])]
    start: Place
    end: Place


class GuardVerdict(Answer):
    """What was found."""

    verdict: Annotated[str, OneOf(["block", "advise", "allow"])]
    findings: list[Finding]


class IndividualCase(Problem):
    """A text has a number of an individual case; `findings` says where."""

    findings: list[Finding]
