"""Reads search results, current services, and what editors must review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import select, text

from app.core import clock, languages
from app.core.db import session
from app.knowledge import ranking, spelling, vocabulary
from app.knowledge.library import Library, Service, library
from app.knowledge.models import SearchPassage, SearchState, UnansweredSearch
from app.knowledge.passages import Passage
from app.knowledge.vocabulary import Meaning, Vocabulary

DUE_SOON = timedelta(days=30)

# The same query for two databases. Spellings consist of lower-case letters and digits, so quoting them is enough.
# SQLite's CROSS JOIN keeps the join order: the full-text index first, which the planner would not choose itself.
FIND = {
    "sqlite": (
        " OR ",
        """SELECT p.service, p.language, p.weight, p.terms, p.edition
            FROM search_text t CROSS JOIN search_passage p ON p.id = t.rowid
            WHERE search_text MATCH :wanted AND p.language = :language""",
    ),
    "postgresql": (
        " | ",
        """SELECT service, language, weight, terms, edition FROM search_passage
            WHERE to_tsvector('simple', terms) @@ to_tsquery('simple', :wanted) AND language = :language""",
    ),
}


@dataclass(frozen=True)
class SearchHit:
    """A service that answers a question, with its score."""

    service: Service
    score: float


@dataclass(frozen=True)
class ReviewList:
    """What editors must review: withdrawn services, and services due soon, the most urgent first."""

    withdrawn: tuple[Service, ...]
    due: tuple[Service, ...]
    current: int


def search(question: str, language: str, limit: int = 10) -> list[SearchHit]:
    """Return the services that answer the question, best first; none when nothing does.

    The question may be a whole sentence, and in another language than the page.
    """
    cleaned = spelling.clean(question)
    if not cleaned:
        return []
    own = languages.get(language).base
    known, fingerprint = library(), _fingerprint()
    found = _ranked(cleaned, own, known, fingerprint)
    if not found or found[0][1] < ranking.SURE:
        others = (_ranked(cleaned, other, known, fingerprint) for other in languages.base_tags() if other != own)
        found = max([found, *others], key=lambda ranked: ranked[0][1] if ranked else 0.0)
    today = clock.today()
    services = known.services
    hits = (SearchHit(services[slug], score) for slug, score in found if slug in services)
    return [hit for hit in hits if hit.service.current(today)][:limit]


def _fingerprint() -> str:
    """Return what the search index was filled from; the vocabularies are remembered under it."""
    return session().scalar(select(SearchState.fingerprint).where(SearchState.id == 1)) or ""


def _ranked(asked: str, language: str, current: Library, fingerprint: str) -> list[tuple[str, float]]:
    known = _vocabulary(language, fingerprint, current.version)
    meanings = known.meanings(asked)
    if not meanings:
        return []
    # A question of stop words only (where are you?) needs a surer match.
    significant = spelling.significant(spelling.tokens(asked), language)
    found = _passages(meanings, language, current)
    return ranking.rank(meanings, found, known.rarity, ranking.ENOUGH if significant else ranking.SURE)


def _passages(meanings: Sequence[Meaning], language: str, current: Library) -> list[Passage]:
    joiner, statement = FIND[session().get_bind().dialect.name]
    wanted = joiner.join(f'"{key}"' for key in sorted({key for meaning in meanings for key in meaning}))
    rows = session().execute(text(statement), {"wanted": wanted, "language": language})
    return _in_effect((Passage(*row) for row in rows), current)


def _in_effect(found: Iterable[Passage], current: Library) -> list[Passage]:
    # The index also holds planned editions, so that each is found from the start of its first day.
    editions = {service.slug: service.edition for service in current.services.values()}
    return [passage for passage in found if editions.get(passage.service) == passage.edition]


@lru_cache(maxsize=8)
def _vocabulary(language: str, _fingerprint: str, _version: str) -> Vocabulary:
    current = library()
    columns = (
        SearchPassage.service, SearchPassage.language, SearchPassage.weight, SearchPassage.terms, SearchPassage.edition,
    )  # fmt: skip
    rows = session().execute(select(*columns).where(SearchPassage.language == language))
    found = _in_effect((Passage(*row) for row in rows), current)
    return vocabulary.build(language, found, len(current.services))


def index_ready() -> bool:
    """Say whether the search index has been filled."""
    return session().get(SearchState, 1) is not None


def current_services(day: date | None = None) -> list[Service]:
    """Return the services that citizens may read, in the order of the content folder."""
    shown = day or clock.today()
    return [service for service in library().services.values() if service.current(shown)]


def review() -> ReviewList:
    """Return what editors must review today."""
    today = clock.today()
    by_date = sorted(library().services.values(), key=lambda service: (service.review_by, service.slug))
    withdrawn = tuple(service for service in by_date if not service.current(today))
    current = [service for service in by_date if service.current(today)]
    due = tuple(service for service in current if service.review_by <= today + DUE_SOON)
    return ReviewList(withdrawn, due, len(current))


def unanswered(limit: int = 50) -> list[UnansweredSearch]:
    """Return the unanswered searches, the most frequent first."""
    order = (UnansweredSearch.count.desc(), UnansweredSearch.last_asked.desc())
    return list(session().scalars(select(UnansweredSearch).order_by(*order).limit(limit)))
