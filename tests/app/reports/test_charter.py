"""What is true of the five promises, and when nothing is said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import content
from app.reports import charter
from app.reports.charter import Evidence
from tests.app.reports.test_figures import at, conversation

NOW = at("24T18:00")


def indicator(kind: str, **changes) -> dict:
    return {"id": kind, "min_sample": 1, "window_days": 30, "target": 80, **changes}


def chats(*waits: float | None, **changes):
    start = at("24T16:00")
    return [
        conversation(replied_at=start + timedelta(minutes=wait) if wait is not None else None, **changes)
        for wait in waits
    ]


def measured(kind: str, evidence: Evidence, **changes):
    return charter.measure_promise("any", indicator(kind, **changes), evidence)


def test_a_chat_was_prompt_when_a_person_answered_within_three_minutes():
    seen = Evidence(NOW, chats(0, 3, 3.1, None, 1))
    assert (measured("first-answer-p80", seen).share, measured("first-answer-p80", seen).sample) == (60, 5)


def test_conversations_outside_the_hours_call_backs_and_who_came_just_now_are_not_judged():
    closed, calls = chats(1, in_hours=False), chats(1, channel="callback")
    fresh = [conversation(opened_at=NOW - timedelta(minutes=2))]
    assert charter.answered_promptly(Evidence(NOW, [*closed, *calls, *fresh])) == (0, 0)
    assert charter.answered_promptly(Evidence(NOW, [conversation(opened_at=NOW - timedelta(minutes=3))])) == (0, 1)


def test_a_conversation_is_settled_when_neither_a_task_nor_an_open_question_is_left():
    outcomes = ["answered", "form", "booked", "referred", "task", "no-answer", None]
    assert charter.resolved_at_once(Evidence(NOW, [conversation(outcome=outcome) for outcome in outcomes])) == (4, 6)


def test_only_a_whole_yes_counts_as_respect_and_as_plain_words():
    given = {"respect": {"yes": 8, "partly": 1, "no": 1}, "plain": {"yes": 3, "partly": 3, "no": 0}}
    assert charter.felt_respected(Evidence(NOW, ratings=given)) == (8, 10)
    assert charter.found_it_plain(Evidence(NOW, ratings=given)) == (3, 6)
    assert charter.felt_respected(Evidence(NOW)) == (0, 0)


def test_items_are_in_date_when_they_were_checked_in_time():
    assert measured("content-in-date", Evidence(NOW, current=14, withdrawn=1)).share == 93


@pytest.mark.parametrize(("sample", "needed", "told"), [(19, 20, False), (20, 20, True), (4, 1, False), (5, 1, True)])
def test_too_few_people_are_never_published_whatever_the_setting(sample: int, needed: int, told: bool):
    seen = Evidence(NOW, chats(*[1] * sample))
    found = measured("first-answer-p80", seen, min_sample=needed)
    assert (found.share is not None) is told
    assert found.needed == max(needed, 5)


def test_a_promise_is_kept_when_its_target_is_reached():
    assert measured("first-answer-p80", Evidence(NOW, chats(1, 1, 1, 1, None))).kept
    assert not measured("first-answer-p80", Evidence(NOW, chats(1, 1, 1, None, None))).kept
    assert not measured("first-answer-p80", Evidence(NOW)).kept


@pytest.mark.usefixtures("app")
def test_every_promise_of_the_content_folder_is_measured():
    kinds = [promise["indicator"]["id"] for promise in content.site()["charter"]["promises"]]
    assert len(kinds) == 5
    assert set(kinds) == set(charter.MEASUREMENTS)
