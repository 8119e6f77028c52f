"""What the room reads: drafts and their wordings, a service's versions, and what needs an editor."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
"""A new matter is to be checked again after so long, unless its editor says otherwise."""
RESERVED = {"uj"}
"""Addresses that the editors' pages need for themselves."""


@dataclass(frozen=True)
class Work:
    """A draft with the newest wording of each part, and who has written in it."""

    draft: Draft
    saves: Mapping[str, DraftSave]
    writers: Mapping[int, str]

    @cached_property
    def manuscript(self) -> Manuscript:
        """The newest wording of all parts, but for variants that nobody has begun: they are no part of the text."""
        return {part: save.content for part, save in self.saves.items() if not fields.blank(part, save.content)}

    @cached_property
    def seal(self) -> str:
        """A short name for exactly this wording: what was read is what is published."""
        revisions = [(part, save.revision) for part, save in self.saves.items()]
        return hashlib.sha256(json.dumps([self.draft.id, revisions]).encode()).hexdigest()[:16]

    @property
    def new(self) -> bool:
        """Whether it is the first text of a matter that citizens have never read."""
        return self.draft.based_on == NEW

    @property
    def active(self) -> bool:
        """Whether it can still become a published text."""
        return self.draft.state in ACTIVE

    def written_by(self, staff_id: int) -> bool:
        """Say whether a person has a share in the text: then another one has to check it."""
        return staff_id in self.writers


@dataclass(frozen=True)
class Version:
    """One text of a service: the folder's (number 0) or a published edition."""

    number: int
    takes_effect: date
    note: str = ""
    author: str = ""
    approver: str = ""
    state: str = ""
    """Past, current, planned or cancelled."""


@dataclass(frozen=True)
class Asked:
    """A question that found nothing."""

    id: int
    text: str
    language: str


def work(draft_id: int) -> Work | None:
    """Return a draft with its wordings."""
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
    return Work(found, {part: by_part[part] for part in manuscript.parts() if part in by_part}, _writers(found))


def _writers(draft: Draft) -> dict[int, str]:
    # The first save of each part is the text that the draft began with, nobody's own words.
    wrote = session().execute(
        select(DraftSave.staff_id, DraftSave.name)
        .where(DraftSave.draft_id == draft.id, DraftSave.revision > 1)
        .distinct()
    )
    return {draft.author_id: draft.author, **{staff_id: name for staff_id, name in wrote}}  # noqa: C416 - rows


def active_drafts() -> list[Draft]:
    """Return the texts that are on their way, those that wait to be checked first."""
    order = (Draft.state.desc(), Draft.created_at)
    return list(session().scalars(select(Draft).where(Draft.state.in_(ACTIVE)).order_by(*order)))


def active_draft(service: str) -> Draft | None:
    """Return the text of a service that is on its way."""
    return session().scalars(select(Draft).where(Draft.service == service, Draft.state.in_(ACTIVE))).one_or_none()


def editions(service: str) -> list[Edition]:
    """Return what was published of a service, the newest first."""
    return list(
        session().scalars(select(Edition).where(Edition.service == service).order_by(Edition.number.desc()))
    )  # fmt: skip


def edition(service: str, number: int) -> Edition | None:
    """Return one published text of a service."""
    return session().scalars(select(Edition).where(Edition.service == service, Edition.number == number)).one_or_none()


def versions(service: str) -> list[Version]:
    """Return all texts of a service, the newest first, the content folder's last."""
    known = library().services.get(service)
    shown = known.edition if known else NEW
    today = clock.today()
    base = read(content.folder()).services.get(service)
    published = [
        Version(one.number, one.takes_effect, one.note, one.author, one.approver, _state(one, shown, today))
        for one in editions(service)
    ]
    first = [Version(FIRST, base.valid_from, state="current" if shown == FIRST else "past")] if base else []
    return published + first


def _state(one: Edition, shown: int, today: date) -> str:
    if one.cancelled_at:
        return "cancelled"
    if one.number == shown:
        return "current"
    return "planned" if one.takes_effect > today else "past"


def text(service: str, number: int) -> Manuscript | None:
    """Return one version of a service as its editors handle it."""
    if number == FIRST:
        there = service in read(content.folder()).services
        return manuscript.read(content.folder() / "services" / service)[0] if there else None
    found = edition(service, number)
    return found.content if found else None


def current_number(service: str) -> int:
    """Return which version citizens read today."""
    return library().services[service].edition


def blank() -> Manuscript:
    """Return a matter in which nothing is said yet, with the questions that every matter answers."""
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
    """Say whether a matter, or one on its way, has this address, or ever had it."""
    ever = select(Edition.id).where(Edition.service == slug).limit(1)
    return (
        slug in RESERVED
        or slug in read(content.folder()).services
        or active_draft(slug) is not None
        or session().scalar(ever) is not None
    )


def as_service(found: Work) -> Service:
    """Return a draft as citizens would read it from today on."""
    return compose(found.draft.service, found.manuscript, clock.today(), library().forms)


def known(slug: str) -> Service | None:
    """Return a matter: as citizens read it; of a new one, as it was published last, or as it stands in its draft."""
    if there := library().services.get(slug):
        return there
    if slug in added():
        newest = editions(slug)[0]
        return compose(slug, newest.content, newest.takes_effect, library().forms, newest.number)
    draft = active_draft(slug)
    found = work(draft.id) if draft else None
    return as_service(found) if found and found.new else None


def titles(slugs: Sequence[str]) -> dict[str, str]:
    """Return the Hungarian titles of matters, new ones too."""
    return {slug: found.variant(MASTER).title for slug in slugs if (found := known(slug))}


def asked(search_id: int) -> Asked | None:
    """Return one question that found nothing."""
    found = session().get(UnansweredSearch, search_id)
    return Asked(found.id, found.text, found.language) if found else None
