"""Writes published editions, the search index, and the list of unanswered searches."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.core import clock, content
from app.core.db import affected_rows, session, transaction
from app.core.settings import settings
from app.knowledge import spelling
from app.knowledge.library import STAMP, compose, live_services, read
from app.knowledge.models import Edition, LibraryState, SearchPassage, SearchState, UnansweredSearch
from app.knowledge.passages import Passage, fingerprint, passages

LONG_NUMBER = re.compile(r"\d(?:[\s/-]?\d){5,}|\S+@\S+")
KEPT_QUESTIONS = 5000

FULL_TEXT = {
    "sqlite": (
        "DROP TABLE IF EXISTS search_text",
        """CREATE VIRTUAL TABLE search_text USING fts5(
            terms, content='search_passage', content_rowid='id', detail='none', columnsize=0, tokenize='ascii')""",
        "INSERT INTO search_text (rowid, terms) SELECT id, terms FROM search_passage",
    ),
    "postgresql": (
        """CREATE INDEX IF NOT EXISTS ix_search_passage_full_text
            ON search_passage USING gin (to_tsvector('simple', terms))""",
    ),
}


def build_index() -> bool:
    """Fill the search index from all current and planned texts. Return False when it was up to date already."""
    stamp = session().scalar(STAMP) or ""
    found, wanted = _wanted(content.folder(), stamp, clock.today())
    with transaction() as writing:
        state = writing.get(SearchState, 1)
        if state and state.fingerprint == wanted:
            return False
        writing.execute(delete(SearchPassage))
        writing.execute(insert(SearchPassage), [_row(number, one) for number, one in enumerate(found, 1)])
        for statement in FULL_TEXT[writing.get_bind().dialect.name]:
            writing.execute(text(statement))
        writing.merge(SearchState(id=1, fingerprint=wanted))
    return True


@lru_cache(maxsize=4)
def _wanted(_folder: Path, _stamp: str, day: date) -> tuple[list[Passage], str]:
    found = passages(live_services(day), _everyday_words())
    return found, fingerprint(found)


def _everyday_words() -> Mapping[str, Any]:
    # The file is optional: without it only the services' own texts are searched.
    return content.load("synonyms.yaml") if (content.folder() / "synonyms.yaml").exists() else {}


def _row(number: int, passage: Passage) -> dict[str, object]:
    return {"id": number, **asdict(passage)}


def publish(edition: Edition) -> None:
    """Publish an edition: give it the next number, add it to the search index and tell all processes by a new stamp."""
    forms = read(content.folder()).forms
    with transaction() as writing:
        _stamp(writing)
        last = writing.scalar(select(func.max(Edition.number)).where(Edition.service == edition.service))
        edition.number = (last or 0) + 1
        edition.published_at = clock.now()
        writing.add(edition)
        service = compose(edition.service, edition.content, edition.takes_effect, forms, edition.number)
        _add_to_index(writing, passages([service], _everyday_words()))


def cancel(edition: Edition) -> bool:
    """Cancel a planned edition. Return False when it has taken effect or was cancelled already."""
    with transaction() as writing:
        _stamp(writing)
        planned = (Edition.id == edition.id, Edition.cancelled_at.is_(None), Edition.takes_effect > clock.today())
        return affected_rows(writing.execute(update(Edition).where(*planned).values(cancelled_at=clock.now()))) > 0


def _add_to_index(writing: Session, found: list[Passage]) -> None:
    # Passages of the replaced edition stay until the index is next filled; the search skips them by edition number.
    last = writing.scalar(select(func.max(SearchPassage.id))) or 0
    writing.execute(insert(SearchPassage), [_row(number, one) for number, one in enumerate(found, last + 1)])
    if writing.get_bind().dialect.name == "sqlite":
        fill = "INSERT INTO search_text (rowid, terms) SELECT id, terms FROM search_passage WHERE id > :last"
        writing.execute(text(fill), {"last": last})


def _stamp(writing: Session) -> None:
    # Flushed at once to take the row lock: a second publication at the same moment waits here.
    writing.merge(LibraryState(id=1, stamp=secrets.token_hex(16)))
    writing.flush()


def forget_unanswered(search_id: int) -> str | None:
    """Delete an unanswered search and return its text, or None when there is none of this id."""
    with transaction() as writing:
        found = writing.get(UnansweredSearch, search_id)
        if found is None:
            return None
        writing.delete(found)
        return found.text


def count_unanswered(question: str, language: str) -> None:
    """Count a search that found nothing. Long numbers and e-mail addresses are masked, as they may be personal."""
    asked = mask(question)
    if not spelling.tokens(asked):
        return
    with transaction() as session:
        if session.scalar(select(UnansweredSearch.id).where(UnansweredSearch.text == asked).limit(1)) is None:
            _make_room(session)
        into = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        row = into(UnansweredSearch).values(text=asked, language=language, count=1, last_asked=clock.now())
        session.execute(
            row.on_conflict_do_update(
                index_elements=["text", "language"],
                set_={"count": UnansweredSearch.count + 1, "last_asked": clock.now()},
            )
        )


def mask(question: str) -> str:
    """Return the question in lower case, with e-mail addresses and numbers of six or more digits masked."""
    return LONG_NUMBER.sub("…", spelling.clean(question).casefold())[: spelling.LONGEST_QUERY]


def _make_room(session: Session) -> None:
    # The table has a limit, so that a robot cannot fill the disk: the oldest searches made only once are deleted.
    kept = select(UnansweredSearch.id).order_by(UnansweredSearch.last_asked.desc()).limit(KEPT_QUESTIONS - 1)
    session.execute(delete(UnansweredSearch).where(UnansweredSearch.id.not_in(kept), UnansweredSearch.count == 1))


def erase_old(now: datetime) -> dict[str, int]:
    """Delete unanswered searches that were last made before the retention period; return how many."""
    before = now - timedelta(days=settings().keep_searches_days)
    old = delete(UnansweredSearch).where(UnansweredSearch.last_asked < before)
    with transaction() as writing:
        return {"searches": affected_rows(writing.execute(old))}
