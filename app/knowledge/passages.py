"""What the search reads: the library and the town's everyday words, cut into passages that carry a weight."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core import languages
from app.knowledge import spelling
from app.knowledge.library import Service, Variant

# How much a word says about the matter, by where it stands. Body text mentions many things that are other matters.
TITLE, KEYWORD, SUMMARY, SAID, QUESTION, PAPER, BODY = 1.1, 1.0, 0.5, 0.3, 0.35, 0.19, 0.18
NAME = 0.5
"""From this weight on a word names the matter."""
PHRASE = 0.2
"""From this weight on several words together name the matter."""
LONG_PHRASE = 0.5
"""A word of a long keyword says at least this much of what a word alone says."""


@dataclass(frozen=True)
class Passage:
    """A few words about one service. `terms` holds the words, each as its spellings joined by commas."""

    service: str
    language: str
    weight: float
    terms: str
    edition: int = 0


def passages(services: Iterable[Service], synonyms: Mapping[str, Any]) -> list[Passage]:
    """Cut services into passages, without doubles."""
    found: dict[Passage, None] = {}
    for service in services:
        for passage in _of_service(service, synonyms.get("services", {}).get(service.slug, {})):
            found.setdefault(passage, None)
    return list(found)


def fingerprint(found: Iterable[Passage]) -> str:
    """Return a short name for exactly these passages: another content, or other spelling rules, another name."""
    digest = hashlib.sha256()
    for passage in found:
        digest.update(repr(passage).encode())
    return digest.hexdigest()[:32]


def _of_service(service: Service, everyday: Mapping[str, Iterable[str]]) -> Iterator[Passage]:
    for language in languages.base_tags():
        for phrase in everyday.get(language, ()):
            weight = SAID if " " in str(phrase).strip() else KEYWORD
            yield from _passage(service, language, weight, str(phrase))
    for variant in service.variants.values():
        language = languages.get(variant.language).base
        for weight, text in _of_variant(variant):
            yield from _passage(service, language, weight, text)


def _of_variant(variant: Variant) -> Iterator[tuple[float, str]]:
    yield TITLE, variant.title
    for phrase in variant.keywords:
        yield KEYWORD, phrase
    yield SUMMARY, variant.summary
    for question in variant.details:
        yield QUESTION, question.title
        yield BODY, question.text
    for text in (*variant.documents, *variant.conditions):
        yield PAPER, text
    for question in variant.questions:
        yield BODY, question.text


def _passage(service: Service, language: str, weight: float, text: str) -> Iterator[Passage]:
    words = content_words(text, language)
    if not words:
        return
    if weight >= KEYWORD:
        weight *= max(len(words) ** -0.5, LONG_PHRASE)
    terms = " ".join(",".join(word) for word in words)
    yield Passage(service.slug, language, round(weight, 3), terms, service.edition)


def content_words(text: str, language: str) -> list[tuple[str, ...]]:
    """Return the words of a text that say something, each as its spellings; all words when none says anything."""
    words = [spelling.standard(raw, folded, language) for raw, folded in spelling.tokens(text)]
    telling = spelling.telling(words, language) or words
    return list(dict.fromkeys(spelling.keys(raw, folded, language) for raw, folded in telling))
