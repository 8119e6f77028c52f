"""The town's services as citizens read them: life situations, services, their questions in every reading variant.

The content folder is the base. Each process reads and checks it once at start, so that an invalid file stops the start
with a message that names it instead of failing on a citizen's page. Published editions replace its texts. Each process
compares a stamp in the database on every request, and reads the editions only when it has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core import clock, content, languages
from app.core.db import session
from app.core.languages import MASTER
from app.knowledge import manuscript, markdown
from app.knowledge.manuscript import LISTS, TEXTS, LibraryError, Manuscript, Part
from app.knowledge.models import NEW, Edition, LibraryState

__all__ = ["Library", "LibraryError", "Service", "compose", "library", "read"]


@dataclass(frozen=True)
class ServiceQuestion:
    """One question and its answer, as safe HTML and as plain text."""

    id: str
    title: str
    html: str
    text: str


@dataclass(frozen=True)
class Variant:
    """One service in one reading variant. Fields that the variant leaves empty are taken from the Hungarian text."""

    language: str
    title: str
    summary: str
    decider: str
    where: str
    fee: str
    deadline: str
    documents: tuple[str, ...]
    conditions: tuple[str, ...]
    keywords: tuple[str, ...]
    questions: tuple[ServiceQuestion, ...]
    details: tuple[ServiceQuestion, ...]
    details_title: str


@dataclass(frozen=True)
class Source:
    """A source of a service's text."""

    name: str
    date: str


@dataclass(frozen=True)
class FormTitle:
    """A form that a service needs: its title, and the days on which it may be handed in."""

    slug: str
    title: Mapping[str, str]
    first_day: date
    last_day: date

    def current(self, day: date) -> bool:
        """Say whether the form may be handed in on `day`."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Service:
    """One service of the town hall, in all its reading variants."""

    slug: str
    situations: tuple[str, ...]
    forms: tuple[FormTitle, ...]
    legal_basis: tuple[str, ...]
    sources: tuple[Source, ...]
    valid_from: date
    review_by: date
    owner: str
    demo: bool
    variants: Mapping[str, Variant]
    edition: int = 0
    """The number of the published edition; 0 for the content folder's text."""

    def variant(self, language: str) -> Variant:
        """Return the text in `language`, or in its first available fallback."""
        return next(self.variants[name] for name in languages.get(language).chain if name in self.variants)

    def current(self, day: date) -> bool:
        """Say whether citizens may read the service on `day`: from its first day to its review date, inclusive."""
        return self.valid_from <= day <= self.review_by


@dataclass(frozen=True)
class LifeSituation:
    """A life situation and the slugs of its services."""

    slug: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    symbol: str
    services: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """All life situations, services and form titles, in the order of the content folder."""

    situations: Mapping[str, LifeSituation]
    services: Mapping[str, Service]
    forms: Mapping[str, FormTitle]
    version: str = ""
    """Changes whenever any text changes; serves as a cache key for everything made from the library."""


def library() -> Library:
    """Return the library as citizens read it today: the content folder with the published editions over it."""
    stamp = session().scalar(STAMP)
    return _published(content.folder(), stamp, clock.today()) if stamp else read(content.folder())


STAMP = select(LibraryState.stamp).where(LibraryState.id == 1)


@lru_cache(maxsize=8)
def _published(folder: Path, stamp: str, day: date) -> Library:
    base = read(folder)
    editions = {edition.service: edition for edition in live_editions(day) if edition.takes_effect <= day}
    known = {*base.services, *added()}
    over = {slug: _edition(edition, base.forms) for slug, edition in editions.items() if slug in known}
    services = {**base.services, **over}
    situations = {slug: _with(one, over) for slug, one in base.situations.items()}
    return Library(situations, services, base.forms, f"{stamp} {sorted(edition.id for edition in editions.values())}")


def added() -> set[str]:
    """Return the slugs of services that were created on the editors' pages, not in the content folder."""
    return set(session().scalars(select(Edition.service).where(Edition.based_on == NEW)))


def live_editions(day: date) -> list[Edition]:
    """Return the editions that are in effect on `day` or planned for later, in the order in which they take effect.

    Of a service's editions in effect only the one that citizens read is returned: the one with the latest first day,
    and of two with the same first day the newer.
    """
    found = session().scalars(
        select(Edition).where(Edition.cancelled_at.is_(None)).order_by(Edition.takes_effect, Edition.number)
    )
    last: dict[str, Edition] = {}
    later: list[Edition] = []
    for edition in found:
        if edition.takes_effect <= day:
            last[edition.service] = edition
        else:
            later.append(edition)
    return [*last.values(), *later]


def live_services(day: date) -> list[Service]:
    """Return every text that citizens read on `day` or will read later."""
    base = read(content.folder())
    known = {*base.services, *added()}
    editions = [edition for edition in live_editions(day) if edition.service in known]
    over = {edition.service for edition in editions if edition.takes_effect <= day}
    return [
        *(service for slug, service in base.services.items() if slug not in over),
        *(_edition(edition, base.forms) for edition in editions),
    ]


def _edition(edition: Edition, forms: Mapping[str, FormTitle]) -> Service:
    return compose(edition.service, edition.content, edition.takes_effect, forms, edition.number)


def _with(situation: LifeSituation, over: Mapping[str, Service]) -> LifeSituation:
    """Return the situation with the services that name it in their current editions."""
    kept = [slug for slug in situation.services if slug not in over or situation.slug in over[slug].situations]
    new = [slug for slug, service in over.items() if situation.slug in service.situations and slug not in kept]
    return replace(situation, services=(*kept, *new))


@lru_cache(maxsize=8)
def read(folder: Path) -> Library:
    """Read and check a content folder. Raise `LibraryError` that names the first invalid file."""
    forms = {path.stem: _form(path) for path in sorted((folder / "forms").glob("*.yaml"))}
    places = sorted(path for path in (folder / "services").iterdir() if path.is_dir())
    services = {path.name: _service(path, forms) for path in places}
    situations = {one.slug: one for one in _situations(folder / "life-situations.yaml", set(services))}
    for service in services.values():
        if unknown := set(service.situations) - set(situations):
            raise LibraryError(f"{service.slug}/hu.md: no such life situation: {', '.join(sorted(unknown))}.")
    return Library(situations, services, forms)


def _situations(path: Path, services: set[str]) -> list[LifeSituation]:
    found = []
    for entry in manuscript.parse_yaml(path.read_text("utf-8")):
        manuscript.demand(entry, ("slug", "title", "summary", "services"), path)
        if unknown := set(entry["services"]) - services:
            raise LibraryError(f"{path.name}: {entry['slug']} names a missing service: {', '.join(sorted(unknown))}.")
        found.append(
            LifeSituation(
                slug=entry["slug"],
                title=entry["title"],
                summary=entry["summary"],
                symbol=entry.get("symbol", "question"),
                services=tuple(entry["services"]),
            )
        )
    return found


def _service(folder: Path, forms: Mapping[str, FormTitle]) -> Service:
    found, first_day = manuscript.read(folder)
    if unknown := set(found["data"]["forms"]) - set(forms):
        raise LibraryError(f"{folder.name}/hu.md: no such form: {', '.join(sorted(unknown))}.")
    return compose(folder.name, found, first_day, forms)


def _form(path: Path) -> FormTitle:
    data = manuscript.parse_yaml(path.read_text("utf-8"))
    manuscript.demand(data, ("title", "valid_from", "review_by"), path)
    first, review = date.fromisoformat(str(data["valid_from"])), date.fromisoformat(str(data["review_by"]))
    until = data.get("valid_until")
    return FormTitle(path.stem, data["title"], first, min(review, date.fromisoformat(str(until))) if until else review)


def compose(
    slug: str, source: Manuscript, first_day: date, forms: Mapping[str, FormTitle], edition: int = 0
) -> Service:
    """Return the service made from a manuscript. Forms that the content folder no longer has are left out."""
    data = source["data"]
    return Service(
        slug=slug,
        situations=tuple(data["life_situations"]),
        forms=tuple(forms[name] for name in data["forms"] if name in forms),
        legal_basis=tuple(data["legal_basis"]),
        sources=tuple(Source(one["name"], one["date"]) for one in data["sources"]),
        valid_from=first_day,
        review_by=date.fromisoformat(data["review_by"]),
        owner=data["owner"],
        demo=data["demo"],
        variants={
            name: _variant(name, source[name], source[MASTER]) for name in languages.tags() if name in source
        },
        edition=edition,
    )  # fmt: skip


def _variant(language: str, part: Part, master: Part) -> Variant:
    facts: dict[str, Any] = {name: markdown.tidy(part[name] or master[name]) for name in TEXTS}
    facts.update({name: tuple(map(markdown.tidy, part[name] or master[name])) for name in LISTS})
    asked = [(one["title"], one["text"]) for one in part["questions"]]
    return Variant(
        language=language,
        questions=_questions("k", asked, language),
        details=_questions("r", manuscript.further_questions(part["details"]), language),
        details_title=part["details_title"] if part["details"] else "",
        **facts,
    )


def _questions(letter: str, asked: Iterable[tuple[str, str]], language: str) -> tuple[ServiceQuestion, ...]:
    found = []
    for number, (title, answer) in enumerate(asked, 1):
        html = markdown.html(answer, language)
        found.append(ServiceQuestion(f"{letter}{number}", markdown.tidy(title), html, markdown.plain(html)))
    return tuple(found)
