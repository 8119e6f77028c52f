"""Measures how easy a Hungarian text is to read: pure arithmetic over its sentences and words.

Easy Hungarian puts one idea into a short sentence of short, everyday words and says who does what. So the measure looks
at the length of sentences and words, at passive constructions and at office jargon. Whether a text is right and clear,
only readers with learning difficulties can judge.
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
"""Most words in an easy sentence; the town's own easy texts keep to it."""
USUAL_SENTENCE = 5
LONGEST_WORD = 12
"""Most letters in an easy word."""
EASY, FAIR = 85, 60
MOST_FINDINGS = 60

# Points out of 100 that each weakness costs.
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
class ReadabilityFinding:
    """One passage that is hard to read: its kind, its words, and an easier expression where the list has one."""

    kind: str
    text: str
    instead: str = ""


@dataclass(frozen=True)
class Reading:
    """The readability of one text. `points` go from 0 to 100; `level` is easy, fair or hard, or empty without words."""

    sentences: int
    words: int
    average: float
    points: int
    level: str
    findings: tuple[ReadabilityFinding, ...]

    def count(self, kind: str) -> int:
        """Return the number of findings of `kind`."""
        return sum(finding.kind == kind for finding in self.findings)


def measure(text: str) -> Reading:
    """Measure a text in plain sentences or in the editors' Markdown."""
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
    """Split a text into sentences; the end of a line ends one too, as in lists and in easy texts."""
    plain = LINK.sub(r"\1", MARKUP.sub("", text))
    return [sentence.strip() for sentence in SENTENCE_END.split(plain) if sentence.strip()]


def _level(points: int) -> str:
    if points >= EASY:
        return "easy"
    return "fair" if points >= FAIR else "hard"


def _findings(words: list[str]) -> Iterator[ReadabilityFinding]:
    if len(words) > LONGEST_SENTENCE:
        yield ReadabilityFinding("long-sentence", " ".join(words))
    for word in words:
        if len(word) > LONGEST_WORD:
            yield ReadabilityFinding("long-word", word)
    yield from _passives(words)
    yield from _jargon(words)


def _passives(words: list[str]) -> Iterator[ReadabilityFinding]:
    small = [word.casefold() for word in words]
    for word in small:
        if word.endswith(OLD_PASSIVE) and len(word) >= SHORTEST_PASSIVE:
            yield ReadabilityFinding("passive", word)
    for first, second in pairwise(small):
        turns = (
            (second in BECOMES and first.endswith(("ásra", "ésre")))
            or (second in IS and first.endswith(("va", "ve")) and len(first) >= SHORTEST_PASSIVE)
            or (second in HAPPENS and first.endswith(("ása", "ése", "ás", "és")))
            or second == "által"
        )
        if turns:
            yield ReadabilityFinding("passive", f"{first} {second}")


def _jargon(words: list[str]) -> Iterator[ReadabilityFinding]:
    sentence = " ".join(word.casefold() for word in words)
    for word in dict.fromkeys(word.casefold() for word in words):
        found = next((term for term in _terms_of(word[:3]) if " " not in term and word.startswith(term)), None)
        if found:
            yield ReadabilityFinding("jargon", word, jargon()[found])
    for term, instead in jargon().items():
        if " " in term and f" {term}" in f" {sentence}":
            yield ReadabilityFinding("jargon", term, instead)


@lru_cache(maxsize=1024)
def _terms_of(beginning: str) -> tuple[str, ...]:
    return tuple(sorted((term for term in jargon() if term[:3] == beginning), key=len, reverse=True))


@lru_cache(maxsize=1)
def jargon() -> Mapping[str, str]:
    """Return office jargon with the easy Hungarian expressions to use instead."""
    found: dict[str, str] = parse_yaml((Path(__file__).parent / "jargon.yaml").read_text("utf-8"))
    return found
