"""The town's matters as the content folder tells them: life situations, services, their questions in every variant.

The folder is the truth: it is read once per process and checked while it is read, so that a wrong file stops the
start with a sentence that names it instead of failing on a citizen's page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.core import content
from app.knowledge import markdown

FALLBACKS = {"hu": ("hu",), "hu-simple": ("hu-simple", "hu"), "en": ("en", "hu"), "de": ("de", "hu")}
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
QUESTIONS = 5
TEXTS = ("title", "summary", "decider", "where", "fee", "deadline")
LISTS = ("documents", "conditions", "keywords")
MASTER = (*TEXTS, *LISTS, "slug", "life_situations", "forms", "sources", "valid_from", "review_by", "owner")


class LibraryError(SystemExit):
    """A content file cannot be understood: the start stops with one sentence that names it."""


@dataclass(frozen=True)
class Question:
    """One question and its answer, as safe HTML and as plain text."""

    id: str
    title: str
    html: str
    text: str


@dataclass(frozen=True)
class Variant:
    """One service in one reading variant. What the variant does not say is said in the master's language."""

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
    questions: tuple[Question, ...]
    details: tuple[Question, ...]
    details_title: str


@dataclass(frozen=True)
class Source:
    """Where a statement comes from."""

    name: str
    date: str


@dataclass(frozen=True)
class FormTitle:
    """A form that a matter needs: its name, and when it may be handed in."""

    slug: str
    title: Mapping[str, str]
    first_day: date
    last_day: date

    def current(self, day: date) -> bool:
        """Say whether the form may be handed in on `day`."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Service:
    """One matter that a citizen can settle."""

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

    def variant(self, language: str) -> Variant:
        """Return the text in `language`, or in the nearest language that there is."""
        return next(self.variants[name] for name in FALLBACKS[language] if name in self.variants)

    def current(self, day: date) -> bool:
        """Say whether citizens may read it on `day`: from its first day to its review date, that day included."""
        return self.valid_from <= day <= self.review_by


@dataclass(frozen=True)
class Situation:
    """A situation in life, and the services that belong to it."""

    slug: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    symbol: str
    services: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """Everything that the room knows, in the order of the content folder."""

    situations: Mapping[str, Situation]
    services: Mapping[str, Service]


def library() -> Library:
    """Return the library of the running application."""
    return read(content.folder())


@lru_cache(maxsize=8)
def read(folder: Path) -> Library:
    """Read and check a content folder. Raise `LibraryError` with a sentence that names the first wrong file."""
    forms = {path.stem: _form(path) for path in sorted((folder / "forms").glob("*.yaml"))}
    places = sorted(path for path in (folder / "services").iterdir() if path.is_dir())
    services = {path.name: _service(path, forms) for path in places}
    situations = {one.slug: one for one in _situations(folder / "life-situations.yaml", set(services))}
    for service in services.values():
        if unknown := set(service.situations) - set(situations):
            raise LibraryError(f"{service.slug}/hu.md: no such life situation: {', '.join(sorted(unknown))}.")
    return Library(situations, services)


def _situations(path: Path, services: set[str]) -> list[Situation]:
    found = []
    for entry in _yaml(path.read_text("utf-8")):
        _demand(entry, ("slug", "title", "summary", "services"), path)
        if unknown := set(entry["services"]) - services:
            raise LibraryError(f"{path.name}: {entry['slug']} names a missing service: {', '.join(sorted(unknown))}.")
        found.append(
            Situation(
                slug=entry["slug"],
                title=entry["title"],
                summary=entry["summary"],
                symbol=entry.get("symbol", "question"),
                services=tuple(entry["services"]),
            )
        )
    return found


def _service(folder: Path, forms: Mapping[str, FormTitle]) -> Service:
    master_path = folder / "hu.md"
    if not master_path.exists():
        raise LibraryError(f"{folder.name}: hu.md, which carries the master data, is missing.")
    master, _body = _split(master_path)
    _demand(master, MASTER, master_path)
    if master["slug"] != folder.name:
        raise LibraryError(f"{folder.name}/hu.md: its slug is {master['slug']!r}, its folder is {folder.name!r}.")
    if unknown := set(master["forms"]) - set(forms):
        raise LibraryError(f"{folder.name}/hu.md: no such form: {', '.join(sorted(unknown))}.")
    return Service(
        slug=master["slug"],
        situations=tuple(master["life_situations"]),
        forms=tuple(forms[name] for name in master["forms"]),
        legal_basis=tuple(master.get("legal_basis") or ()),
        sources=tuple(Source(str(one["name"]), str(one["date"])) for one in master["sources"]),
        valid_from=_day(master["valid_from"], "valid_from", master_path),
        review_by=_day(master["review_by"], "review_by", master_path),
        owner=str(master["owner"]),
        demo=bool(master.get("demo", False)),
        variants={path.stem: _variant(path, master) for path in sorted(folder.glob("*.md"))},
    )


def _form(path: Path) -> FormTitle:
    data = _yaml(path.read_text("utf-8"))
    _demand(data, ("title", "valid_from", "review_by"), path)
    first, review = date.fromisoformat(str(data["valid_from"])), date.fromisoformat(str(data["review_by"]))
    until = data.get("valid_until")
    return FormTitle(path.stem, data["title"], first, min(review, date.fromisoformat(str(until))) if until else review)


def _variant(path: Path, master: Mapping[str, Any]) -> Variant:
    if path.stem not in FALLBACKS:
        raise LibraryError(f"{path.parent.name}/{path.name}: no such language.")
    own, body = _split(path)
    data = {**master, **own}
    questions, details, details_title = _body(body, path)
    facts: dict[str, Any] = {name: markdown.tidy(str(data[name])) for name in TEXTS}
    facts.update({name: tuple(markdown.tidy(str(item)) for item in data[name]) for name in LISTS})
    return Variant(
        language=path.stem, questions=questions, details=details, details_title=details_title, **facts
    )  # fmt: skip


def _split(path: Path) -> tuple[dict[str, Any], str]:
    found = FRONT_MATTER.match(path.read_text("utf-8"))
    if not found:
        raise LibraryError(f"{path.parent.name}/{path.name}: it does not begin with front matter between lines of ---.")
    try:
        data = _yaml(found[1])
    except yaml.YAMLError as error:
        raise LibraryError(f"{path.parent.name}/{path.name}: {' '.join(str(error).split())}.") from None
    return data, found[2]


def _body(body: str, path: Path) -> tuple[tuple[Question, ...], tuple[Question, ...], str]:
    sections = re.split(r"^## +", body, flags=re.MULTILINE)[1:]
    titles = [section.partition("\n")[0].strip() for section in sections]
    if len(sections) < QUESTIONS:
        raise LibraryError(f"{path.parent.name}/{path.name}: it answers {len(sections)} of the {QUESTIONS} questions.")
    questions = tuple(_question(f"k{n}", section, path) for n, section in enumerate(sections[:QUESTIONS], 1))
    rest = sections[QUESTIONS] if len(sections) > QUESTIONS else ""
    parts = re.split(r"^### +", rest, flags=re.MULTILINE)[1:]
    details = tuple(_question(f"r{n}", part, path) for n, part in enumerate(parts, 1))
    return questions, details, titles[QUESTIONS] if rest else ""


def _question(name: str, section: str, path: Path) -> Question:
    title, _line, answer = section.partition("\n")
    if not answer.strip():
        raise LibraryError(f"{path.parent.name}/{path.name}: the question {title.strip()!r} has no answer.")
    html = markdown.html(answer, path.stem)
    return Question(name, markdown.tidy(title.strip()), html, markdown.plain(html))


def _yaml(source: str) -> Any:
    return yaml.load(source, Loader=content.Loader)  # noqa: S506 - a safe loader, in C where there is one


def _demand(data: Any, names: tuple[str, ...], path: Path) -> None:
    missing = [name for name in names if not isinstance(data, dict) or name not in data or data[name] is None]
    if missing:
        raise LibraryError(f"{path.parent.name}/{path.name}: it lacks {', '.join(missing)}.")


def _day(value: Any, name: str, path: Path) -> date:
    if not isinstance(value, date):
        raise LibraryError(f"{path.parent.name}/{path.name}: {name} is not a date like 2027-05-31: {value!r}.")
    return value
