"""What the room writes: the search index, and the questions that found nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from sqlalchemy import delete, insert, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.core import clock, content
from app.core.db import transaction
from app.knowledge import spelling
from app.knowledge.library import read
from app.knowledge.models import SearchPassage, SearchState, UnansweredSearch
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
    """Fill the search index from the content folder. Return False, and do nothing, when it is up to date."""
    found, wanted = _wanted(content.folder())
    with transaction() as session:
        state = session.get(SearchState, 1)
        if state and state.fingerprint == wanted:
            return False
        session.execute(delete(SearchPassage))
        session.execute(insert(SearchPassage), [_row(number, one) for number, one in enumerate(found, 1)])
        for statement in FULL_TEXT[session.get_bind().dialect.name]:
            session.execute(text(statement))
        session.merge(SearchState(id=1, fingerprint=wanted))
    return True


@lru_cache(maxsize=4)
def _wanted(folder: Path) -> tuple[list[Passage], str]:
    # A town without everyday words of its own searches by its services' texts alone.
    synonyms = content.load("synonyms.yaml") if (folder / "synonyms.yaml").exists() else {}
    found = passages(read(folder), synonyms)
    return found, fingerprint(found)


def _row(number: int, passage: Passage) -> dict[str, object]:
    return {
        "id": number,
        "service": passage.service,
        "language": passage.language,
        "weight": passage.weight,
        "terms": passage.terms,
    }


def count_unanswered(question: str, language: str) -> None:
    """Count a question that found nothing. Long numbers and addresses are masked: they may be personal."""
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
    """Return the question in small letters, without numbers of six digits and more and without e-mail addresses."""
    return LONG_NUMBER.sub("…", spelling.clean(question).casefold())[: spelling.LONGEST_QUERY]


def _make_room(session: Session) -> None:
    # A robot that types noise must not fill the disk: the oldest question asked once gives way to the newest.
    kept = select(UnansweredSearch.id).order_by(UnansweredSearch.last_asked.desc()).limit(KEPT_QUESTIONS - 1)
    session.execute(delete(UnansweredSearch).where(UnansweredSearch.id.not_in(kept), UnansweredSearch.count == 1))
