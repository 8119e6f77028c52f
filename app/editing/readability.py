"""How easy a Hungarian text is to read: our own measure, pure arithmetic over its sentences and words.

Easy Hungarian says one idea in a short sentence of short, everyday words, and says who does what. So the measure looks
at the length of the sentences, the length of the words, at passive turns, and at words of the office. It counts what a
machine can count; whether the text is right and clear, readers with learning difficulties must say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from app.knowledge.manuscript import parse_yaml

LONGEST_SENTENCE = 8
"""Words in a sentence; the town's own easy texts keep to it."""
USUAL_SENTENCE = 5
LONGEST_WORD = 12
"""Letters in a word."""
EASY, FAIR = 85, 60
MOST_FINDINGS = 60

# What each weakness takes from a hundred points.
A_WORD_MORE, LONG_SENTENCES, LONG_WORDS, OFFICE_WORDS, PASSIVES = 5, 60, 60, 40, 40

WORD = re.compile(r"[^\W\d_]+")
SENTENCE_END = re.compile(r"(?<=[.!?:;])(?<!\b[a-z]\.)(?<!\bgr\.)(?<!\bpl\.)(?<!\bkb\.)\s+|\n+")
MARKUP = re.compile(r"^\s*(?:#+|[-*]|\d+\.)\s+|\*+", re.MULTILINE)
LINK = re.compile(r"\[([^\]\[]*)\]\([^()\s]*\)")

BECOMES = {"kerül", "kerülnek", "került", "kerültek"}
IS = {"van", "vannak", "volt", "voltak", "lesz", "lesznek", "lett", "lettek"}
HAPPENS = {"történik", "történnek", "történt", "történő"}
OLD_PASSIVE = ("tatik", "tatnak", "ltetik", "ttetik", "adatik", "tétetik", "vétetik")
SHORTEST_PASSIVE = 6


@dataclass(frozen=True)
class Finding:
    """One place that is hard to read: what kind, which words, and easier ones where the list knows some."""

    kind: str
    text: str
    instead: str = ""


@dataclass(frozen=True)
class Reading:
    """The measure of one text. `points` go from 0 to 100; `level` is easy, fair or hard, or empty without words."""

    sentences: int
    words: int
    average: float
    points: int
    level: str
    findings: tuple[Finding, ...]

    def count(self, kind: str) -> int:
        """Say how many findings are of `kind`."""
        return sum(finding.kind == kind for finding in self.findings)


def measure(text: str) -> Reading:
    """Measure a text of plain sentences or of the editors' Markdown."""
    sentences = [words for sentence in sentences_of(text) if (words := WORD.findall(sentence))]
    total = sum(len(sentence) for sentence in sentences)
    if not total:
        return Reading(0, 0, 0.0, 0, "", ())
    findings = [finding for sentence in sentences for finding in _findings(sentence)]
    average = total / len(sentences)
    counts = {kind: sum(finding.kind == kind for finding in findings) for kind in KINDS}
    points = 100.0 - A_WORD_MORE * max(0.0, average - USUAL_SENTENCE)
    points -= LONG_SENTENCES * counts["long-sentence"] / len(sentences)
    points -= LONG_WORDS * counts["long-word"] / total
    points -= OFFICE_WORDS * counts["jargon"] / len(sentences)
    points -= PASSIVES * counts["passive"] / len(sentences)
    rounded = max(0, min(100, round(points)))
    unique = tuple(dict.fromkeys(findings))
    return Reading(len(sentences), total, round(average, 1), rounded, _level(rounded), unique[:MOST_FINDINGS])


KINDS = ("long-sentence", "long-word", "passive", "jargon")


def sentences_of(text: str) -> list[str]:
    """Cut a text into sentences; a line's end ends one too, as in lists and in easy texts."""
    plain = LINK.sub(r"\1", MARKUP.sub("", text))
    return [sentence.strip() for sentence in SENTENCE_END.split(plain) if sentence.strip()]


def _level(points: int) -> str:
    if points >= EASY:
        return "easy"
    return "fair" if points >= FAIR else "hard"


def _findings(words: list[str]) -> Iterator[Finding]:
    if len(words) > LONGEST_SENTENCE:
        yield Finding("long-sentence", " ".join(words))
    for word in words:
        if len(word) > LONGEST_WORD:
            yield Finding("long-word", word)
    yield from _passives(words)
    yield from _jargon(words)


def _passives(words: list[str]) -> Iterator[Finding]:
    small = [word.casefold() for word in words]
    for word in small:
        if word.endswith(OLD_PASSIVE) and len(word) >= SHORTEST_PASSIVE:
            yield Finding("passive", word)
    for first, second in pairwise(small):
        turns = (
            (second in BECOMES and first.endswith(("ásra", "ésre")))
            or (second in IS and first.endswith(("va", "ve")) and len(first) >= SHORTEST_PASSIVE)
            or (second in HAPPENS and first.endswith(("ása", "ése", "ás", "és")))
            or second == "által"
        )
        if turns:
            yield Finding("passive", f"{first} {second}")


def _jargon(words: list[str]) -> Iterator[Finding]:
    sentence = " ".join(word.casefold() for word in words)
    for word in dict.fromkeys(word.casefold() for word in words):
        found = next((term for term in _terms_of(word[:3]) if " " not in term and word.startswith(term)), None)
        if found:
            yield Finding("jargon", word, jargon()[found])
    for term, instead in jargon().items():
        if " " in term and f" {term}" in f" {sentence}":
            yield Finding("jargon", term, instead)


@lru_cache(maxsize=1024)
def _terms_of(beginning: str) -> tuple[str, ...]:
    return tuple(sorted((term for term in jargon() if term[:3] == beginning), key=len, reverse=True))


@lru_cache(maxsize=1)
def jargon() -> Mapping[str, str]:
    """Return the words of the office with what easy Hungarian says instead."""
    found: dict[str, str] = parse_yaml((Path(__file__).parent / "jargon.yaml").read_text("utf-8"))
    return found
