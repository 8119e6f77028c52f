"""What citizens answered, counted by question and answer."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from app.conversations.models import Conversation
from app.core import clock as the_clock
from app.core.db import transaction
from app.tracking import actions, queries
from app.tracking.questions import ORDER, question_of
from tests.app.tracking.conftest import begun

START = datetime.fromisoformat("2026-11-24T00:00+01:00")
NOTHING = {"yes": 0, "partly": 0, "no": 0}


def rate(answer: str) -> str:
    """Answer as a new citizen; return which question was answered."""
    contact = begun()
    actions.rate(contact.row, answer, "")
    return question_of(contact.row.id)


def total(start: datetime, end: datetime) -> dict[str, int]:
    """All questions together."""
    return {**NOTHING, **Counter(answer for _question, answer, _at in queries.answers(start, end))}


def test_answers_are_counted_from_the_start_on_and_before_the_end(app, clock):
    rate("yes")
    rate("yes")
    rate("no")
    assert total(START, START + timedelta(days=1)) == {**NOTHING, "yes": 2, "no": 1}
    assert total(START, the_clock.now()) == NOTHING
    assert total(the_clock.now(), START + timedelta(days=1))["yes"] == 2


def test_answers_to_different_questions_are_counted_apart(app):
    asked = [rate("yes"), rate("partly"), rate("no"), rate("yes")]
    assert len(set(asked)) == len(ORDER)
    assert asked[3] == asked[0]
    given = queries.answers(START, START + timedelta(days=1))
    assert given == [
        (question, answer, the_clock.now())
        for question, answer in zip(asked, ("yes", "partly", "no", "yes"), strict=True)
    ]


def test_a_rehearsal_counts_nowhere(app):
    contact = begun()
    with transaction() as current:
        current.get(Conversation, contact.opened.id).rehearsal = True
    actions.rate(contact.row, "no", "")
    assert total(START, START + timedelta(days=1)) == NOTHING
