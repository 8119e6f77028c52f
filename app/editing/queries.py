"""Reads drafts with their saves, the versions of a service, and unanswered searches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.core import clock, content, languages
from app.core.db import session
from app.core.languages import MASTER
from app.editing import fields
from app.editing.models import ACTIVE, Draft, DraftSave
from app.knowledge import manuscript
from app.knowledge.library import Service, added, compose, library, read
from app.knowledge.manuscript import Manuscript
from app.knowledge.models import NEW, Edition, UnansweredSearch

FIRST = 0
"""The number of the content folder's text."""
FIRST_REVIEW = timedelta(days=365)
"""How long after its creation a new service is due for review, unless its editor sets another date."""
RESERVED = {"uj"}
"""Slugs that would clash with addresses of the editors' pages."""


@dataclass(frozen=True)
class LoadedDraft:
    """A draft with the newest save of each part, and its authors by staff id."""

    draft: Draft
    saves: Mapping[str, DraftSave]
    writers: Mapping[int, str]

    @cached_property
    def manuscript(self) -> Manuscript:
        """Return the newest content of all parts, without variants that are still empty."""
        return {part: save.content for part, save in self.saves.items() if not fields.blank(part, save.content)}

    @cached_property
    def seal(self) -> str:
        """Return a hash of exactly this text, to publish only what the reviewer has read."""
        revisions = [(part, save.revision) for part, save in self.saves.items()]
        return hashlib.sha256(json.dumps([self.draft.id, revisions]).encode()).hexdigest()[:16]

    @property
    def new(self) -> bool:
        """Say whether this is the first text of a service that was never published."""
        return self.draft.based_on == NEW

    @property
    def active(self) -> bool:
        """Say whether the draft can still be published."""
        return self.draft.state in ACTIVE

    def written_by(self, staff_id: int) -> bool:
        """Say whether a person has written in the draft; authors may not publish it."""
        return staff_id in self.writers


class VersionState(StrEnum):
    """Whether citizens read a version now, did so before, will do so, or never will."""

    PAST = "past"
    CURRENT = "current"
    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Version:
    """One version of a service: the content folder's text (number 0) or a published edition."""

    number: int
    takes_effect: date
    note: str = ""
    author: str = ""
    approver: str = ""
    state: VersionState | None = None


@dataclass(frozen=True)
class UnansweredQuestion:
    """A search that found nothing."""

    id: int
    text: str
    language: str


def load_draft(draft_id: int) -> LoadedDraft | None:
    """Return a draft with its newest saves and its authors, or None."""
    found = session().get(Draft, draft_id, populate_existing=True)
    if found is None:
        return None
    newest = (
        select(DraftSave.part, func.max(DraftSave.revision).label("revision"))
        .where(DraftSave.draft_id == draft_id)
        .group_by(DraftSave.part)
        .subquery()
    )
    saves = session().scalars(
        select(DraftSave)
        .join(newest, (DraftSave.part == newest.c.part) & (DraftSave.revision == newest.c.revision))
        .where(DraftSave.draft_id == draft_id)
    )
    by_part = {save.part: save for save in saves}
    return LoadedDraft(found, {part: by_part[part] for part in manuscript.parts() if part in by_part}, _writers(found))


def _writers(draft: Draft) -> dict[int, str]:
    # Revision 1 of each part is the text that the draft was created from, so its editor is no author.
    wrote = session().execute(
        select(DraftSave.staff_id, DraftSave.name)
        .where(DraftSave.draft_id == draft.id, DraftSave.revision > 1)
        .distinct()
    )
    return {draft.author_id: draft.author, **{staff_id: name for staff_id, name in wrote}}  # noqa: C416 - rows


def active_drafts() -> list[Draft]:
    """Return the active drafts, those in review first."""
    order = (Draft.state.desc(), Draft.created_at)
    return list(session().scalars(select(Draft).where(Draft.state.in_(ACTIVE)).order_by(*order)))


def active_draft(service: str) -> Draft | None:
    """Return the active draft of a service, or None."""
    return session().scalars(select(Draft).where(Draft.service == service, Draft.state.in_(ACTIVE))).one_or_none()


def editions(service: str) -> list[Edition]:
    """Return the editions of a service, the newest first."""
    return list(
        session().scalars(select(Edition).where(Edition.service == service).order_by(Edition.number.desc()))
    )  # fmt: skip


def edition(service: str, number: int) -> Edition | None:
    """Return one edition of a service, or None."""
    return session().scalars(select(Edition).where(Edition.service == service, Edition.number == number)).one_or_none()


def versions(service: str) -> list[Version]:
    """Return all versions of a service, the newest first, the content folder's last."""
    known = library().services.get(service)
    shown = known.edition if known else NEW
    today = clock.today()
    base = read(content.folder()).services.get(service)
    published = [
        Version(one.number, one.takes_effect, one.note, one.author, one.approver, _state(one, shown, today))
        for one in editions(service)
    ]
    if base is None:
        return published
    state = VersionState.CURRENT if shown == FIRST else VersionState.PAST
    return [*published, Version(FIRST, base.valid_from, state=state)]


def _state(one: Edition, shown: int, today: date) -> VersionState:
    if one.cancelled_at:
        return VersionState.CANCELLED
    if one.number == shown:
        return VersionState.CURRENT
    return VersionState.PLANNED if one.takes_effect > today else VersionState.PAST


def text(service: str, number: int) -> Manuscript | None:
    """Return the manuscript of one version of a service, or None."""
    if number == FIRST:
        there = service in read(content.folder()).services
        return manuscript.read(content.folder() / "services" / service)[0] if there else None
    found = edition(service, number)
    return found.content if found else None


def current_number(service: str) -> int:
    """Return the number of the version that citizens read today."""
    return library().services[service].edition


def blank() -> Manuscript:
    """Return an empty manuscript with the questions that every service answers."""
    model = _model(content.folder())
    # A language in which the folder says nothing yet begins with the questions of the language that stands in for it.
    nearest = {one.tag: next(name for name in one.chain if name in model) for one in languages.known()}
    texts = {tag: fields.blank_text(model[name]) for tag, name in nearest.items()}
    return {"data": fields.blank_data(clock.today() + FIRST_REVIEW), **texts}


@lru_cache(maxsize=4)
def _model(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for slug in read(folder).services:
        for language, part in manuscript.read(folder / "services" / slug)[0].items():
            if language != manuscript.DATA:
                one = found.setdefault(language, {"questions": part["questions"], "details_title": ""})
                one["details_title"] = one["details_title"] or part["details_title"]
    return found


def taken(slug: str) -> bool:
    """Say whether a slug is reserved, or is or was used by a service or an active draft."""
    ever = select(Edition.id).where(Edition.service == slug).limit(1)
    return (
        slug in RESERVED
        or slug in read(content.folder()).services
        or active_draft(slug) is not None
        or session().scalar(ever) is not None
    )


def as_service(found: LoadedDraft) -> Service:
    """Return a draft as the service that citizens would read from today on."""
    return compose(found.draft.service, found.manuscript, clock.today(), library().forms)


def known(slug: str) -> Service | None:
    """Return a service as citizens read it; a new one as last published or, failing that, as in its draft."""
    if there := library().services.get(slug):
        return there
    if slug in added():
        newest = editions(slug)[0]
        return compose(slug, newest.content, newest.takes_effect, library().forms, newest.number)
    draft = active_draft(slug)
    found = load_draft(draft.id) if draft else None
    return as_service(found) if found and found.new else None


def titles(slugs: Sequence[str]) -> dict[str, str]:
    """Return the Hungarian titles of services, new ones too, by slug."""
    return {slug: found.variant(MASTER).title for slug in slugs if (found := known(slug))}


def asked(search_id: int) -> UnansweredQuestion | None:
    """Return one unanswered search, or None."""
    found = session().get(UnansweredSearch, search_id)
    return UnansweredQuestion(found.id, found.text, found.language) if found else None
