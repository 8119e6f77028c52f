"""Decides whether a message may be sent in a conversation that gives general information only.

The patterns are in `patterns.json` only; `pwa/js/chat/guard.js` applies the same ones in the same order on the
citizen's own device. They are matched against a folded copy of the text, without accents, invisible characters and
special forms of digits, so that neither spelling nor typing hides a number.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from app.guard import case_classifier, check_digits

RULES: Mapping[str, Any] = json.loads((Path(__file__).parent / "patterns.json").read_text("utf-8"))
# Every number that is blocked has at least five digits, so texts with fewer are judged almost for free.
SIGN = r"\d\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u2468\u24ea"
FEWEST_DIGITS = re.compile(f"(?:[{SIGN}][^{SIGN}]*){{5}}")
# People type the letters O and l for the digits 0 and 1.
MISTYPED = re.compile(r"(?<=[0-9])[oOIl]+(?=[0-9])")
AS_DIGITS = str.maketrans("oOIl", "0011")
# A label applies only within its sentence.
SENTENCE = re.compile(r"[!?;\n]|\. +[A-Z]")
STOP = re.compile(r"[.!?;\n]")
RUN = re.compile(r"\d(?:~\d){4,25}".replace("~", RULES["gap"]), re.ASCII)
INDIVIDUAL = "individual-case"


@dataclass(frozen=True)
class Finding:
    """What was found, and where: `start` and `end` count Unicode code points from the beginning of the text."""

    kind: str
    start: int
    end: int


class Decision(StrEnum):
    """What happens to a message: it is not sent, the sender decides, or it is sent."""

    BLOCK = "block"
    ADVISE = "advise"
    ALLOW = "allow"


@dataclass(frozen=True)
class Verdict:
    """The decision on a text, with the findings that led to it, in the order of the text."""

    verdict: Decision
    findings: tuple[Finding, ...] = ()


ALLOW = Verdict(Decision.ALLOW)


@dataclass(frozen=True)
class Step:
    """One pattern of the list, tried in its order. A match without a `kind` is protected from later patterns."""

    pattern: re.Pattern[str]
    before: re.Pattern[str]
    kind: str
    check: str
    labels: frozenset[str]


def _compiled(pattern: str, strict: bool = False) -> re.Pattern[str]:
    return re.compile(pattern.replace("~", RULES["gap"]), re.ASCII if strict else re.ASCII | re.IGNORECASE)


STEPS = [
    Step(
        _compiled(step["pattern"], step.get("strict", False)), _compiled(step.get("before", r"[\w/+]$")),
        step.get("kind", ""), step.get("check", ""), frozenset(step.get("labels", ())),
    )
    for step in RULES["steps"]
]  # fmt: skip
LABELS = _compiled("|".join(f"({pattern})" for _kind, pattern in RULES["labels"]))
MOBILE, CALLED = _compiled(RULES["mobile"]), _compiled(RULES["called"])


def check(text: str) -> Verdict:
    """Return the verdict on a message that a citizen or an operator is about to send."""
    folded = Folded(text)
    spans = _numbers(folded) if FEWEST_DIGITS.search(text) else []
    asking = case_classifier.find_own_case_question(folded.text)
    if not spans and not asking:
        return ALLOW
    found = sorted([*spans, *([(INDIVIDUAL, *asking)] if asking else [])], key=lambda span: (span[1], span[0]))
    return Verdict(Decision.BLOCK if spans else Decision.ADVISE, tuple(folded.finding(*span) for span in found))


def stops(text: str) -> bool:
    """Say whether a message is blocked; cheap for messages with few digits."""
    return FEWEST_DIGITS.search(text) is not None and bool(_numbers(Folded(text)))


def without(text: str, verdict: Verdict) -> str:
    """Return the message without the numbers that were found, for the sender to review and send."""
    for finding in reversed(verdict.findings):
        if finding.kind != INDIVIDUAL:
            text = text[: finding.start] + text[finding.end :]
    return re.sub(r"[ \t]+([,.;:!?])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()


Span = tuple[str, int, int]


class Folded:
    """A text folded for matching, with the position of each of its characters in the original."""

    def __init__(self, text: str) -> None:
        pairs = [(plain, at) for at, letter in enumerate(text) if (plain := _plain(letter))]
        plain = "".join(plain for plain, _at in pairs)
        self.text = MISTYPED.sub(lambda letters: letters[0].translate(AS_DIGITS), plain)
        self._at = [at for _plain, at in pairs]

    def finding(self, kind: str, start: int, end: int) -> Finding:
        """Return a span of the folded text as a finding in the original text."""
        return Finding(kind, self._at[start], self._at[end - 1] + 1)

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """Return the spans of numbers that a label could belong to."""
        return [match.span() for match in RUN.finditer(self.text)]

    def label(self, start: int, end: int) -> str:
        """Return the label that applies to a number, or an empty string; a label before it wins over one after it."""
        reach = RULES["reach"]
        since = max([last for _first, last in self.runs if last <= start] + [start - reach["back"], 0])
        until = min([first for first, _last in self.runs if first >= end] + [end + reach["forward"]])
        ahead, behind = self.text[since:start], self.text[end:until]
        before = list(LABELS.finditer(ahead))
        if before and not SENTENCE.search(ahead[before[-1].end() :]):
            return _kind(before[-1])
        after = LABELS.search(behind)
        return _kind(after) if after and not STOP.search(behind[: after.start()]) else ""


@lru_cache(maxsize=1024)
def _plain(letter: str) -> str:
    if letter < "\x80":
        return letter
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if plain < "\U00010000" else "·"


def _kind(match: re.Match[str]) -> str:
    return str(RULES["labels"][(match.lastindex or 1) - 1][0])


def _numbers(folded: Folded) -> list[Span]:
    found: list[Span] = []
    taken: list[tuple[int, int]] = []
    for step in STEPS:
        for start, end in _matches(step, folded.text, taken):
            kind = _judge(step, folded, start, end)
            if kind is None:
                continue
            taken.append((start, end))
            if kind:
                found.append((kind, start, end))
    return found


def _matches(step: Step, text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = 0
    while match := step.pattern.search(text, at):
        start, end = match.span()
        free = all(end <= first or start >= last for first, last in taken)
        at = end if free else start + 1
        if free and step.before.search(text[max(0, start - 1) : start]):
            at = start + 1
        elif free:
            yield start, end


def _judge(step: Step, folded: Folded, start: int, end: int) -> str | None:
    """Return the kind of the number, an empty string when it is protected, None when the step does not apply."""
    if not step.kind:
        return ""
    written = folded.text[start:end]
    label = folded.label(start, end)
    number = re.sub(r"\D", "", written)
    if step.check == "length":
        fewest, most = RULES["lengths"].get(label, (1, 0))
        return label if fewest <= len(number) <= most else None
    if label in step.labels:
        return _named(step, label, number)
    if step.kind == "taj" and _mobile(folded.text, start, end, number, label):
        return ""
    return step.kind if step.check and check_digits.CHECKS[step.check](written) else None


def _named(step: Step, label: str, number: str) -> str | None:
    if step.kind == "case-number" and re.fullmatch(r"(?:19|20)\d\d|\d{1,3}", number):
        return None
    return label if label in RULES["lengths"] and step.kind == "id-card" and label != "personal-id" else step.kind


def _mobile(text: str, start: int, end: int, number: str, label: str) -> bool:
    called = label == "phone" or CALLED.search(text[end : end + 16]) or not text[start + 2].isdigit()
    return bool(MOBILE.search(number) and called)
