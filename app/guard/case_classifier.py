"""A linear classifier that decides whether a message asks about the sender's own case.

Its features are words, their parts of three and four letters, and pairs of neighbouring words. The weights in
`weights.json` were learned from `tools/guard/corpus.yaml` by `tools/guard/train.py`. All weights
are integers, so that `pwa/js/chat/own.js` computes the same sum on the citizen's own device.
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
# Each character encodes one weight as its distance from this one, which is zero.
ZERO = ord("S")
WEIGHTS = [ord(sign) - ZERO for sign in LEARNED["weights"]]
BIAS: int = LEARNED["bias"]
PLACES = 1 << 15
SENTENCE_END = re.compile(r"[!?\n][!?\n ]*|\. +(?=[A-Z])")
WORD = re.compile(r"[a-z]+|[0-9]+|\?")
LONGEST, STEM = 24, 5
# A question is judged with its neighbours. A wider window would let a long harmless text add up to a question.
SENTENCES_READ = 3

Span = tuple[int, int]


def find_own_case_question(text: str) -> Span | None:
    """Return the span of the first sentence of a folded text that asks about an own case, or None."""
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
    """Return the sum of weights of each sentence."""
    sums = []
    one = two = "^"
    for span in spans:
        found = 0
        for word in _words(text[slice(*span)]):
            found += _of_word(word) + _of_pair(one, word) + _of_pair(two, word, skip=True)
            two, one = one, word
        sums.append(found)
    sums[-1] += _of_pair(one, "$") + _of_pair(two, "$", skip=True)
    return sums


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text; every number becomes 0, because its value carries no information."""
    for match in WORD.finditer(text.lower()):
        yield "0" if match[0].isdigit() else match[0][:LONGEST]


@lru_cache(maxsize=4096)
def _of_word(word: str) -> int:
    return sum(WEIGHTS[place] for place in word_places(word))


@lru_cache(maxsize=4096)
def _of_pair(one: str, word: str, skip: bool = False) -> int:
    return WEIGHTS[pair_place(one, word, skip)]


def places(text: str) -> Iterator[int]:
    """Yield the index of every feature of a folded text, for the trainer."""
    one = two = "^"
    for word in [*_words(text), "$"]:
        if word != "$":
            yield from word_places(word)
        yield pair_place(one, word)
        yield pair_place(two, word, skip=True)
        two, one = one, word


def word_places(word: str) -> Iterator[int]:
    """Yield the feature indices of a word: the word itself and its parts of three and four letters."""
    yield _place(f"w{word}")
    edged = f"^{word}$"
    for size in (3, 4):
        for at in range(len(edged) - size + 1):
            yield _place(edged[at : at + size])


def pair_place(one: str, word: str, skip: bool = False) -> int:
    """Return the feature index of two words, by their first letters; `skip` when one word is between them."""
    return _place(f"{one[:STEM]}{'_' if skip else ' '}{word[:STEM]}")


def _place(feature: str) -> int:
    found = 0
    for letter in feature:
        found = (found * 31 + ord(letter)) % 1048573
    return found % PLACES
