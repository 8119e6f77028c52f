"""The words of the index, and which of them a citizen's word may mean: as typed, misspelt, joined or split."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.core import languages
from app.knowledge import spelling
from app.knowledge.passages import NAME, Passage

# Certainty of a match, from the word itself down to a guess.
SURENESS = (1.0, 0.95, 0.95, 0.85)
"""Of the whole word, of the Snowball stems, of deeper stems."""
PART, BEGINNING, GUESS = 0.75, 0.55, 0.75
HEAD, COMPOUND_HEAD = 0.5, 0.7
"""Of the end of a compound whose beginning is unknown; more in a language that is rich in such words."""
SHORTEST_GUESS = 5
LONG_WORD = 8
SIMILAR, VERY_SIMILAR = 0.76, 0.79
SHORTEST_PART = 3
SHORTEST_HEAD, SHORTEST_COMPOUND_HEAD = 5, 4
SHORTEST_COMPOUND = 7
SHORTEST_JOINED = 6
SHORTEST_BEGINNING = 5
MOST_WORDS = 30
MOST_STEMS = 4

Meaning = dict[str, float]


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language, from its passages."""

    language: str
    rarity: Mapping[str, float]
    """How rare a spelling is: high when it belongs to one service, near zero when to all."""
    strong: frozenset[str]
    """Spellings of words that name a service, not only appear in its text."""
    words: frozenset[str]
    """Whole words, without their stems."""
    names: Mapping[tuple[str, int], tuple[str, ...]]
    """Whole words that name a service, by first letter and length, for guessing: few people mistype the first."""
    _memory: dict[str, tuple[Meaning, ...]] = field(default_factory=dict, compare=False)

    def knows(self, word: str, raw: str = "") -> bool:
        """Say whether the word, or a stem of it, is in the index."""
        return any(key in self.rarity for key in spelling.keys(raw or word, word, self.language))

    def meanings(self, text: str) -> list[Meaning]:
        """Return, for each significant word of a question, the spellings that it may mean with their certainty."""
        words = [spelling.standard(*word, self.language) for word in spelling.tokens(text)][: MOST_WORDS * 2]
        words_used = spelling.significant(words, self.language) or words
        # A repeated word counts once.
        found = [meaning for word in list(dict.fromkeys(words_used))[:MOST_WORDS] for meaning in self.expand(*word)]
        found.extend(self._joined(words))
        return [meaning for meaning in found if meaning]

    def expand(self, raw: str, folded: str) -> tuple[Meaning, ...]:
        """Return what one word may mean: two meanings for a compound of two words of the index."""
        if raw not in self._memory:
            if len(self._memory) > 20_000:  # noqa: PLR2004 - a bound on memory, not a rule
                self._memory.clear()
            self._memory[raw] = self._expand(raw, folded)
        return self._memory[raw]

    def _expand(self, raw: str, folded: str) -> tuple[Meaning, ...]:
        if direct := self._direct(raw, folded):
            return (direct,)
        word = spelling.simplify(folded, self.language)
        if not word.isalpha():
            return ()
        if parts := self._parts(word):
            return parts
        guess = self._guess(word) or self._beginning(word)
        return (guess,) if guess else ()

    def _direct(self, raw: str, folded: str) -> Meaning:
        found: Meaning = {}
        for position, key in enumerate(spelling.keys(raw, folded, self.language)):
            # Two words may well share their first three letters; only a word of its own is believed when so short.
            if key in self.rarity and (len(key) > SHORTEST_PART or key in self.words):
                found[key] = SURENESS[min(position, len(SURENESS) - 1)]
        return found

    def _parts(self, word: str) -> tuple[Meaning, ...]:
        """Cut a compound where both parts are known names; where only its end is, take that (Nussbaum: Baum)."""
        if len(word) < SHORTEST_COMPOUND:
            return ()
        cuts = range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1)
        for cut in sorted(cuts, key=lambda place: abs(place * 2 - len(word))):
            left, right = self._strong(word[:cut]), self._strong(word[cut:])
            if left and right:
                return left, right
        compounds = languages.get(self.language).compounds
        shortest, worth = (SHORTEST_COMPOUND_HEAD, COMPOUND_HEAD) if compounds else (SHORTEST_HEAD, HEAD)
        for cut in range(SHORTEST_PART, len(word) - shortest + 1):
            if right := self._strong(word[cut:]):
                return (dict.fromkeys(right, worth),)
        return ()

    def _strong(self, part: str) -> Meaning:
        if part in spelling.stop_words(self.language):
            return {}
        direct = self._direct(part, part)
        return {key: PART for key in direct if key in self.strong}

    def _guess(self, word: str) -> Meaning:
        if len(word) < SHORTEST_GUESS:
            return {}
        cutoff = VERY_SIMILAR if len(word) < LONG_WORD else SIMILAR
        near: dict[str, float] = {}
        for candidate in spelling.keys(word, word, self.language)[:MOST_STEMS]:
            if len(candidate) < SHORTEST_GUESS:
                continue
            lengths = range(len(candidate) - 2, len(candidate) + 3)
            choices = [known for length in lengths for known in self.names.get((candidate[0], length), ())]
            for known, similarity, _place in process.extract(
                candidate, choices, scorer=OSA.normalized_similarity, score_cutoff=cutoff, limit=4
            ):
                near[known] = max(near.get(known, 0.0), similarity)
        best = max(near.values(), default=0.0)
        return {known: GUESS * similarity**2 for known, similarity in near.items() if similarity >= best - 0.03}

    def _beginning(self, word: str) -> Meaning:
        if len(word) < SHORTEST_BEGINNING:
            return {}
        lengths = range(len(word) + 1, len(word) + LONG_WORD)
        longer = (known for length in lengths for known in self.names.get((word[0], length), ()))
        return {known: BEGINNING for known in longer if known.startswith(word)}

    def _joined(self, words: list[tuple[str, str]]) -> Iterable[Meaning]:
        """Join neighbours that are one word in the index: `ipar űzési` is `iparűzési`."""
        for first, second in pairwise(words):
            raw, folded = first[0] + second[0], first[1] + second[1]
            if len(folded) < SHORTEST_JOINED or not folded.isalpha():
                continue
            direct = {key: worth for key, worth in self._direct(raw, folded).items() if len(key) >= SHORTEST_JOINED}
            if strong := {key: worth for key, worth in direct.items() if key in self.strong}:
                yield strong
            elif not direct and len(folded) > LONG_WORD and not (self.knows(first[1]) and self.knows(second[1])):
                yield self._guess(spelling.simplify(folded, self.language))


def build(language: str, found: Iterable[Passage], services: int) -> Vocabulary:
    """Learn the vocabulary of `language` from its passages."""
    best: dict[str, dict[str, float]] = defaultdict(dict)
    strong: set[str] = set()
    names: set[str] = set()
    words: set[str] = set()
    for passage in found:
        for word in words_of(passage.terms):
            for key in word:
                known = best[key]
                known[passage.service] = max(known.get(passage.service, 0.0), passage.weight)
            words.add(word[0])
            if passage.weight >= NAME:
                strong.update(word)
                names.add(word[0])
    shapes: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in sorted(names):
        shapes[name[0], len(name)].append(name)
    return Vocabulary(
        language=language,
        rarity={key: _rarity(weights, services) for key, weights in best.items()},
        strong=frozenset(strong),
        words=frozenset(words),
        names={shape: tuple(alike) for shape, alike in shapes.items()},
    )


def _rarity(weights: Mapping[str, float], services: int) -> float:
    top = max(weights.values())
    spread = sum(weight / top for weight in weights.values())
    return math.log(1 + (services - spread + 0.5) / (spread + 0.5))


def words_of(terms: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a passage, each as its spellings, the whole word first."""
    return tuple(tuple(word.split(",")) for word in terms.split())
