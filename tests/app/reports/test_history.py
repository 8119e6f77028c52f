"""What reports and charter say after the conversations have gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from app.conversations import retention
from app.conversations.models import Conversation
from app.core import clock as the_clock
from app.core import jobs
from app.core.db import session, transaction
from app.features import FEATURES
from app.reports import actions, queries, staff, tables
from app.reports.models import DailyCount
from app.reports.periods import Period
from tests.app.reports.samples import conversation

pytestmark = pytest.mark.usefixtures("app")
AUTUMN = Period(date(2026, 9, 1), date(2026, 11, 30))


def talk() -> None:
    """A few conversations of the 24th of November, told apart by everything that a report counts."""
    conversation("2026-11-24T07:10", 2, 10, topic="kutyam-van", outcome="form", rating="yes")
    conversation("2026-11-24T07:20", 5, 3, outcome="task", rating="no", language="en")
    conversation("2026-11-24T12:00")
    conversation("2026-11-24T16:00", 1, 1, rehearsal=True, rating="no")


def reported(period: Period = AUTUMN) -> dict[str, tuple]:
    """All tables but those of searches and staff, which keep their own rows."""
    return {table.id: table.rows for table in tables.all_tables(staff.sources(period))}


def test_the_reports_say_the_same_after_the_conversations_were_erased(clock):
    talk()
    before = reported()
    clock.travel("2026-11-25T03:30")
    assert jobs.nightly().state == "done"
    assert reported() == before
    clock.travel("2027-03-01T03:30")
    assert jobs.nightly().erased["conversations.transcripts"] == 4
    assert session().scalars(select(Conversation)).all() == []
    assert reported() == before
    assert before["ratings"]


def test_the_charter_keeps_its_figures_when_transcripts_are_kept_shorter_than_it_looks_back(settings, clock):
    for minute in range(20):
        conversation(
            f"2026-11-24T16:{minute:02}", 1 if minute < 15 else 9, 1, outcome="answered" if minute < 18 else "task"
        )
    clock.travel("2026-11-25T03:30")
    actions.count_and_erase(the_clock.now())
    retention.erase_old(the_clock.now() + timedelta(days=settings.keep_transcripts_days))
    assert queries.conversation_records(AUTUMN) == []
    shares = {one.promise: (one.share, one.sample) for one in queries.charter_figures()[0]}
    assert (75, 20) in shares.values()
    assert (90, 20) in shares.values()


def test_a_day_is_counted_anew_while_its_conversations_are_stored(clock):
    number = conversation("2026-11-24T07:10", 2, 10)
    clock.travel("2026-11-25T03:30")
    assert actions.count_days(the_clock.now()) == 1
    assert actions.count_days(the_clock.now()) == 0
    with transaction() as current:
        current.execute(update(Conversation).where(Conversation.id == number).values(outcome="answered"))
    clock.travel("2027-01-25T03:30")
    assert actions.count_days(the_clock.now()) == 1
    assert session().scalars(select(DailyCount.about).where(DailyCount.measure == "outcome")).all() == ["answered"]


def test_erasing_at_a_citizens_wish_takes_the_words_and_leaves_the_number(clock):
    conversation("2026-11-24T07:10", 2, 10)
    erased = conversation("2026-11-24T07:20", 4, 3)
    clock.travel("2026-11-25T03:30")
    actions.count_days(the_clock.now())
    retention.erase(session().get(Conversation, erased))
    actions.count_days(the_clock.now())
    assert reported()["channels"] == (("Csevegés", 2, 100),)


def test_the_day_that_goes_on_is_not_counted_yet():
    talk()
    assert actions.count_days(the_clock.now()) == 0


def test_what_is_stored_of_a_day_names_nobody(clock):
    conversation("2026-11-24T07:10", 2, 10, subject="Kiss Anna kérdése", phone="+36301234567", rating="yes")
    clock.travel("2026-11-25T03:30")
    actions.count_days(the_clock.now())
    stored = [(row.measure, row.about) for row in session().scalars(select(DailyCount))]
    assert sorted(stored) == [
        ("came", "chat open 7"), ("language", "hu"), *[one for one in stored if one[0] == "rating"], ("took", ""),
        ("wait", "chat open"), ("weekday", "1"),
    ]  # fmt: skip


def test_counts_of_long_ago_are_erased(clock):
    talk()
    clock.travel("2026-11-25T03:30")
    actions.count_days(the_clock.now())
    assert actions.erase_old(the_clock.now())["daily counts"] == 0
    assert actions.erase_old(the_clock.now() + actions.COUNTS_KEPT + timedelta(days=1))["daily counts"] > 0


def test_days_are_counted_before_their_conversations_are_erased():
    rooms = [feature.name for feature in FEATURES]
    assert rooms.index("reports") < rooms.index("conversations")
