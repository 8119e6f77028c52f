"""Ranks services for a question: pure arithmetic over the passages that the database found.

For every word of the question a service gets the weight of the best passage with that word, times the word's rarity,
and a bonus for every phrase of the passage that the question contains. The scores do not depend on the database.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from app.knowledge.passages import PHRASE, Passage
from app.knowledge.vocabulary import Meaning, words_of

FULL_PHRASE = 0.9
"""Share of its words' score that a phrase adds when the question contains all of it."""
HALF_PHRASE = 0.35
MOST_OF_A_PHRASE = 0.6
REPEATED = 0.06
"""Share that each doubling of the number of passages with a word adds."""

ENOUGH = 1.2
"""A service below this score does not answer the question."""
SURE = 2.6
"""From this score on no other language is tried."""
NEAR_THE_BEST = 0.22
NOTHING = (0.0, 0)


def rank(
    meanings: Sequence[Meaning], found: Iterable[Passage], rarity: Mapping[str, float], enough: float = ENOUGH
) -> list[tuple[str, float]]:
    """Return the services that answer the question and their scores, best first; none when none has `enough`."""
    sought = _sought(meanings, rarity)
    best: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(meanings))
    places: dict[str, list[int]] = defaultdict(lambda: [0] * len(meanings))
    phrases: dict[str, dict[frozenset[int], float]] = defaultdict(dict)
    for passage in found:
        length, where = _places(passage.terms)
        hits = _hits(sought, where)
        for number, (worth, _place) in hits.items():
            best[passage.service][number] = max(best[passage.service][number], worth * passage.weight)
            places[passage.service][number] += 1
        if passage.weight >= PHRASE and length > 1 and (bonus := _phrase(hits, length)):
            matched = frozenset(hits)
            phrases[passage.service][matched] = max(phrases[passage.service].get(matched, 0.0), bonus)
    scores = {
        service: _words(worths, places[service]) + _separate(phrases[service]) for service, worths in best.items()
    }
    ordered = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ordered or ordered[0][1] < enough:
        return []
    return [(service, score) for service, score in ordered if score >= max(ordered[0][1] * NEAR_THE_BEST, ENOUGH / 2)]


def _sought(meanings: Sequence[Meaning], rarity: Mapping[str, float]) -> dict[str, list[tuple[int, float]]]:
    sought: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, meaning in enumerate(meanings):
        for key, sureness in meaning.items():
            sought[key].append((number, sureness * rarity[key]))
    return dict(sought)


def _hits(sought: Mapping[str, Sequence[tuple[int, float]]], where: Mapping[str, int]) -> dict[int, tuple[float, int]]:
    """Return, by question word, its worth in the passage and the position of the word that it matches."""
    hits: dict[int, tuple[float, int]] = {}
    for key in sought.keys() & where.keys():
        for number, worth in sought[key]:
            if (worth, where[key]) > hits.get(number, NOTHING):
                hits[number] = (worth, where[key])
    return hits


@lru_cache(maxsize=20_000)
def _places(terms: str) -> tuple[int, dict[str, int]]:
    """Return the number of words in a passage, and the position of each spelling."""
    words = words_of(terms)
    return len(words), {key: place for place, word in enumerate(words) for key in word}


def _words(worths: Sequence[float], places: Sequence[int]) -> float:
    return sum(worth * (1 + REPEATED * math.log2(count)) for worth, count in zip(worths, places, strict=True) if count)


def _separate(phrases: Mapping[frozenset[int], float]) -> float:
    """Return the sum of the bonuses of phrases that share no word of the question; the best ones count."""
    total, used = 0.0, frozenset[int]()
    for matched, bonus in sorted(phrases.items(), key=lambda pair: -pair[1]):
        if not matched & used:
            total += bonus
            used |= matched
    return total


def _phrase(hits: Mapping[int, tuple[float, int]], length: int) -> float:
    matched: dict[int, float] = {}
    for worth, place in hits.values():
        matched[place] = max(matched.get(place, 0.0), worth)
    if len(matched) < 2:  # noqa: PLR2004 - a phrase is more than one word
        return 0.0
    if len(matched) == length:
        return FULL_PHRASE * sum(matched.values())
    if len(matched) >= MOST_OF_A_PHRASE * length:
        return HALF_PHRASE * sum(matched.values())
    return 0.0
