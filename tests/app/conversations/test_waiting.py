from datetime import timedelta
from itertools import pairwise

import pytest

from app.conversations import actions, queries, words
from app.conversations.actions import Opening
from app.conversations.models import Conversation
from app.conversations.waiting import ENOUGH, WaitRange, estimate
from app.core import clock as the_clock
from app.core.db import transaction
from app.locations import actions as hours
from app.presence import actions as presence
from tests.support.contacts import contact_row
from tests.support.desk import somebody_at_the_desk


def chat(**more):
    return actions.open_conversation(Opening(channel="chat", language="hu", body="?", **more))


def lately(minutes: list[float], **more) -> None:
    """So long took the last conversations."""
    now = the_clock.now()
    with transaction() as current:
        for number, took in enumerate(minutes):
            values = {
                "channel": "chat", "state": "ended", "ended_at": now, "taken_at": now - timedelta(minutes=took), **more,
            }  # fmt: skip
            current.add(
                Conversation(
                    public_id=f"p{number}", contact=contact_row(), subject="",
                    opened_at=now - timedelta(hours=2), **values,
                )
            )  # fmt: skip


def test_from_few_conversations_nothing_is_said():
    assert estimate(1, [5.0] * (ENOUGH - 1), 4, 0) is None


@pytest.mark.parametrize(("position", "places"), [(0, 4), (-1, 4), (1, 0)])
def test_without_a_place_or_anybody_there_nothing_is_said(position, places):
    assert estimate(position, [5.0] * 50, places, 0) is None


def test_who_is_let_in_at_once_waits_hardly():
    assert estimate(2, [8.0] * 20, 4, 2) == WaitRange(0, 2)


def test_the_middle_half_of_what_was_measured_makes_the_range():
    measured = [4.0] * 5 + [8.0] * 10 + [12.0] * 5 + [600.0]
    assert estimate(1, measured, 1, 0) == WaitRange(8, 12)
    assert estimate(4, measured, 4, 0) == WaitRange(8, 12)
    assert estimate(8, measured, 4, 0) == WaitRange(16, 24)


def test_who_stands_further_back_never_waits_less():
    measured = [float(n) for n in range(1, 40)]
    ranges = [estimate(position, measured, 3, 1) for position in range(1, 60)]
    assert all(one.low < one.high for one in ranges)
    assert all((a.low, a.high) <= (b.low, b.high) for a, b in pairwise(ranges))


def test_the_wait_is_measured_on_real_conversations_of_the_last_weeks(app, anna):
    presence.arrive(anna, limit=1)
    actions.take(anna, chat().public_id)
    assert queries.wait(1) is None
    lately([10.0] * ENOUGH)
    assert queries.wait(1) == WaitRange(10, 11)


@pytest.mark.parametrize("more", [
    {"channel": "callback"}, {"rehearsal": True}, {"taken_at": None},
    {"ended_at": the_clock.now() - timedelta(days=4000), "taken_at": the_clock.now() - timedelta(days=4001)},
])  # fmt: skip
def test_other_contacts_and_old_ones_are_not_measured(app, anna, more):
    presence.arrive(anna, limit=1)
    lately([10.0] * ENOUGH, **more)
    assert queries.wait(1) is None


def test_with_nobody_there_no_wait_is_promised(app):
    lately([10.0] * ENOUGH)
    assert queries.wait(1) is None


def test_one_can_talk_when_it_is_open_and_somebody_is_there(app, anna, helper, clock):
    assert (queries.availability().open, queries.availability().can_chat) == (True, False)
    presence.arrive(helper)
    assert not queries.availability().can_chat, "helpers do not answer chats"
    presence.arrive(anna)
    now = queries.availability()
    assert (now.can_chat, now.present, now.free) == (True, 1, 4)
    presence.pause(anna, "break")
    assert not queries.availability().can_chat
    presence.arrive(anna)
    clock.travel("2026-11-24T22:40")
    presence.record_heartbeat(anna)
    closed = queries.availability()
    assert (closed.open, closed.can_chat) == (False, False)
    assert closed.next_opening


def test_a_line_that_is_too_long_to_serve_takes_nobody_more(app, anna):
    presence.arrive(anna, limit=1)
    actions.take(anna, chat().public_id)
    for _ in range(10):
        assert queries.availability().can_chat
        chat()
    full = queries.availability()
    assert (full.can_chat, full.free) == (False, 0)
    assert "sokan várnak" in words.availability_sentence(full, "Nyitva.")


def test_who_leaves_a_message_waits_in_no_line(app):
    opened = chat(leave=True, answer_by="email", email="anna@example.com")
    left = queries.state_of(opened.id)
    assert (opened.state, queries.position(left), left.contact.email) == ("left-message", None, "anna@example.com")
    assert "e-mail" in words.state_sentence(left, None, "here").lower()
    actions.end(left)
    assert queries.state_of(opened.id).contact.email is None


def test_a_supervisor_who_closes_the_day_closes_the_line_at_once(app):
    staff = somebody_at_the_desk()
    opened = actions.open_conversation(Opening(channel="chat", language="hu", body="Jó napot!"))
    presence.leave(staff)
    assert queries.state_of(opened.id).state == "waiting"
    today = the_clock.today()
    hours.add_exception("staff:1", hours.NewHoursException(today, today, ["channel:chat"], [], {"hu": "Áramszünet"}))
    assert queries.state_of(opened.id).state == "left-message"
    assert not queries.availability().open
