"""What citizens answered, counted by answer and by day."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.conversations.models import Conversation
from app.core import clock as the_clock
from app.core.db import transaction
from app.tracking import actions, queries
from tests.app.tracking.conftest import begun

START = datetime.fromisoformat("2026-11-24T00:00+01:00")
NOTHING = {"yes": 0, "partly": 0, "no": 0}


def rate(answer: str) -> None:
    actions.rate(begun().row, answer, "")


def test_answers_are_counted_from_the_start_on_and_before_the_end(app, clock):
    rate("yes")
    rate("yes")
    rate("no")
    assert queries.ratings(START, START + timedelta(days=1)) == {**NOTHING, "yes": 2, "no": 1}
    assert queries.ratings(START, the_clock.now()) == NOTHING
    assert queries.ratings(the_clock.now(), START + timedelta(days=1))["yes"] == 2


def test_a_day_is_budapests(app, clock):
    clock.travel("2026-11-24T23:59")
    rate("yes")
    clock.travel("2026-11-25T00:01")
    rate("partly")
    days = queries.ratings_by_day(START, START + timedelta(days=7))
    assert {day.isoformat(): counts for day, counts in days.items()} == {
        "2026-11-24": {**NOTHING, "yes": 1}, "2026-11-25": {**NOTHING, "partly": 1},
    }  # fmt: skip


def test_a_rehearsal_counts_nowhere(app):
    contact = begun()
    with transaction() as current:
        current.get(Conversation, contact.opened.id).rehearsal = True
    actions.rate(contact.row, "no", "")
    assert queries.ratings(START, START + timedelta(days=1)) == NOTHING
    assert queries.ratings_by_day(START, START + timedelta(days=1)) == {}


def test_letters_in_the_outbox_go_after_a_week(app, clock, settings):
    actions.send_transcript(begun().row, "gabor@pelda.hu", "Beszélgetés", "Szöveg", "hu")
    clock.travel("2026-12-01T16:04")
    assert actions.erase_old(the_clock.now()) == {"letters": 0}
    clock.travel("2026-12-01T16:06")
    assert actions.erase_old(the_clock.now()) == {"letters": 1}
    assert list((settings.data_dir / "outbox").iterdir()) == []
