"""What the reports read, and how little of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, insert, text

from app.contacts.models import Contact
from app.conversations.models import Conversation
from app.core import clock as the_clock
from app.core.db import session, transaction
from app.knowledge.models import UnansweredSearch
from app.locations import actions as hours
from app.locations.actions import NewHoursException
from app.reports import queries
from app.reports.models import StaffingSample
from app.reports.periods import Period
from tests.app.reports.samples import conversation

pytestmark = pytest.mark.usefixtures("app")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def test_conversations_are_read_with_what_is_measured_of_them():
    conversation("2026-11-24T07:10", 2, 10, topic="kutyam-van", outcome="form")
    conversation("2026-11-24T12:00")
    first, second = queries.conversation_records(NOVEMBER)
    assert (first.wait, first.handling, first.topic, first.outcome, first.in_hours) == (
        2, 10, "kutyam-van", "form", True,
    )  # fmt: skip
    assert (second.wait, second.in_hours) == (None, False)


def test_rehearsals_and_other_days_are_left_out():
    conversation("2026-11-24T16:00", rehearsal=True)
    conversation("2026-10-31T23:59")
    conversation("2026-12-01T00:00")
    assert queries.conversation_records(NOVEMBER) == []


def test_a_conversation_on_an_exceptional_day_was_outside_the_hours():
    conversation("2026-11-24T16:02")
    closed = NewHoursException(date(2026, 11, 24), date(2026, 11, 24), ["channel:chat"], [], {"hu": "x"})
    hours.add_exception("staff:1", closed)
    assert [one.in_hours for one in queries.conversation_records(NOVEMBER)] == [False]


def test_questions_of_other_days_are_left_out_and_the_most_frequent_come_first():
    with transaction() as current:
        for asked, count, day in (("ritka", 1, "11-20"), ("gyakori", 9, "11-21"), ("régi", 20, "10-31")):
            moment = datetime.fromisoformat(f"2026-{day}T12:00+01:00")
            current.add(UnansweredSearch(text=asked, language="hu", count=count, last_asked=moment))
    assert [row.text for row in queries.unanswered_searches(NOVEMBER)] == ["gyakori", "ritka"]


def test_staffing_begins_with_what_held_before_the_period():
    with transaction() as current:
        for moment, here in (("2026-10-30T10:00", 9), ("2026-10-31T16:00", 2), ("2026-11-03T16:00", 1)):
            current.add(StaffingSample(at=datetime.fromisoformat(f"{moment}+01:00"), here=here, paused=0))
    assert [sample.here for sample in queries.staffing_changes(NOVEMBER)] == [2, 1]


def fill(count: int) -> None:
    """Store many old conversations, ten an hour."""
    start = the_clock.now() - timedelta(days=340)
    contacts = [
        {"id": n + 1, "public_id": f"many{n}", "reference": f"M{n}", "language": "hu", "needs": [], "begun_at": start}
        for n in range(count)
    ]
    rows = [
        {
            "public_id": f"many{n}", "contact_id": n + 1, "channel": "chat", "subject": "", "state": "ended",
            "opened_at": start + timedelta(minutes=5 * n),
        }
        for n in range(count)
    ]  # fmt: skip
    with transaction() as current:
        current.execute(insert(Contact), contacts)
        current.execute(insert(Conversation), rows)


def test_a_hundred_thousand_conversations_are_not_read_for_a_week():
    fill(100_000)
    session().execute(text("ANALYZE"))
    week = Period(date(2026, 11, 1), date(2026, 11, 7))
    statement = queries.conversation_records_statement(week).compile(
        session().get_bind(), compile_kwargs={"literal_binds": True}
    )
    plan = " / ".join(str(row[-1]) for row in session().execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert "conversation USING INDEX ix_conversation_opened_at (opened_at>? AND opened_at<?)" in plan
    assert "message USING INDEX ix_message_conversation_id_id (conversation_id=?)" in plan
    assert "SCAN" not in plan
    assert len(queries.conversation_records(week)) == 7 * 24 * 12


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_conversations(app):
    asked: list[str] = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *given: asked.append(given[2]))

    def statements() -> int:
        asked.clear()
        queries.conversation_records(NOVEMBER)
        return sum("SELECT" in statement for statement in asked)

    conversation("2026-11-24T16:00", 1)
    statements()
    few = statements()
    for _number in range(20):
        conversation("2026-11-24T16:00", 1)
    assert statements() == few
