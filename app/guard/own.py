"""Judges by learned weights whether a message asks how somebody's own case stands.

Each word, its beginnings and endings, and each pair of neighbouring words speaks for or against it; what they weigh
stands in `weights.json`, and was learned from `tests/app/guard/corpus.yaml` by `tests/app/guard/learn.py`. All weights
are whole numbers, so that `pwa/js/chat/own.js` comes to the same sum on the citizen's own device.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

LEARNED: Mapping[str, Any] = json.loads((Path(__file__).parent / "weights.json").read_text("utf-8"))
# One sign a weight; this one is nought.
NOUGHT = ord("S")
WEIGHTS = [ord(sign) - NOUGHT for sign in LEARNED["weights"]]
BIAS: int = LEARNED["bias"]
PLACES = 1 << 15
SENTENCE_END = re.compile(r"[!?\n][!?\n ]*|\. +(?=[A-Z])")
WORD = re.compile(r"[a-z]+|[0-9]+|\?")
LONGEST, STEM = 24, 5
# What was said just before and after belongs to a question; more would let a long text add up to one.
SENTENCES_READ = 3

Span = tuple[int, int]


def asking(text: str) -> Span | None:
    """Return the first sentence of a folded text that asks about somebody's own case."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    spans = list(zip([0, *ends], ends, strict=False))
    sums = _sums(text, spans)
    total = [0, *accumulate(sums)]
    for first in range(max(1, len(sums) - SENTENCES_READ + 1)):
        after = min(first + SENTENCES_READ, len(sums))
        if total[after] - total[first] + BIAS > 0:
            return spans[max(range(first, after), key=lambda at: ("?" in text[slice(*spans[at])], sums[at], -at))]
    return None


def _sums(text: str, spans: list[Span]) -> list[int]:
    """Add up each sentence's weights."""
    sums = []
    one = two = "^"
    for span in spans:
        found = 0
        for word in _words(text[slice(*span)]):
            found += _of_word(word) + _of_pair(one, word) + _of_pair(two, word, apart=True)
            two, one = one, word
        sums.append(found)
    sums[-1] += _of_pair(one, "$") + _of_pair(two, "$", apart=True)
    return sums


def _words(text: str) -> Iterator[str]:
    """Which number, name of a number or date it is says nothing."""
    for match in WORD.finditer(text.lower()):
        yield "0" if match[0].isdigit() else match[0][:LONGEST]


@lru_cache(maxsize=4096)
def _of_word(word: str) -> int:
    return sum(WEIGHTS[place] for place in word_places(word))


@lru_cache(maxsize=4096)
def _of_pair(one: str, word: str, apart: bool = False) -> int:
    return WEIGHTS[pair_place(one, word, apart)]


def places(text: str) -> Iterator[int]:
    """Yield every place of the weights that a folded text adds up; the trainer moves these."""
    one = two = "^"
    for word in [*_words(text), "$"]:
        if word != "$":
            yield from word_places(word)
        yield pair_place(one, word)
        yield pair_place(two, word, apart=True)
        two, one = one, word


def word_places(word: str) -> Iterator[int]:
    """The word, and every three and four letters of it, its beginning and end included."""
    yield _place(f"w{word}")
    edged = f"^{word}$"
    for size in (3, 4):
        for at in range(len(edged) - size + 1):
            yield _place(edged[at : at + size])


def pair_place(one: str, word: str, apart: bool = False) -> int:
    """Two words beside each other, or with one between them, by their beginnings."""
    return _place(f"{one[:STEM]}{'_' if apart else ' '}{word[:STEM]}")


def _place(feature: str) -> int:
    found = 0
    for letter in feature:
        found = (found * 31 + ord(letter)) % 1048573
    return found % PLACES
