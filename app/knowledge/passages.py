"""Splits the library and the town's synonyms into weighted passages for the search index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core import languages
from app.knowledge import spelling
from app.knowledge.library import Service, Variant

# Weight of a word by where it occurs. Body text has a low one, because it mentions many other services.
TITLE, KEYWORD, SUMMARY, SAID, QUESTION, PAPER, BODY = 1.1, 1.0, 0.5, 0.3, 0.35, 0.19, 0.18
NAME = 0.5
"""From this weight on a word names the service."""
PHRASE = 0.2
"""From this weight on several words together name the service."""
LONG_PHRASE = 0.5
"""Lowest share of its weight that a word of a long keyword keeps."""


@dataclass(frozen=True)
class Passage:
    """A few words about one service. `terms` are the words, each with its spellings joined by commas."""

    service: str
    language: str
    weight: float
    terms: str
    edition: int = 0


def passages(services: Iterable[Service], synonyms: Mapping[str, Any]) -> list[Passage]:
    """Return the passages of services without duplicates."""
    found: dict[Passage, None] = {}
    for service in services:
        for passage in _of_service(service, synonyms.get("services", {}).get(service.slug, {})):
            found.setdefault(passage, None)
    return list(found)


def fingerprint(found: Iterable[Passage]) -> str:
    """Return a hash of passages, which changes with the content and with the spelling rules."""
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
    """Return the significant words of a text, each as its spellings; all words when none is significant."""
    words = [spelling.standard(raw, folded, language) for raw, folded in spelling.tokens(text)]
    significant = spelling.significant(words, language) or words
    return list(dict.fromkeys(spelling.keys(raw, folded, language) for raw, folded in significant))
