"""A whole rehearsal, as a learner plays it: at the desk, with a citizen who keeps a person's pace."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.contacts.models import DeviceKey
from app.conversations import actions as conversations
from app.conversations import queries
from app.conversations.actions import NewMessage
from app.conversations.models import Conversation
from app.core import clock as the_clock
from app.core import content
from app.core.db import session, transaction
from app.core.security import hash_token
from app.training import actions
from app.training.models import Rehearsal
from app.training.scripts import SHORTEST, script, scripts, typing_time
from tests.app.conversations.conftest import employ
from tests.support.sockets import Line


@pytest.fixture
def anna(app):
    return employ("Anna K.", "operator")


def newest() -> Conversation:
    return session().query(Conversation).order_by(Conversation.id.desc()).first()


def said(author: str) -> list[str]:
    session().commit()
    return [entry.body for entry in queries.messages(newest().id) if entry.author == author]


def answer(staff, body: str = "Jó napot! Segítek.") -> None:
    conversations.post_message(NewMessage(newest().id, f"a{len(said('operator'))}", body, staff))


def later(clock, seconds: int) -> None:
    clock.travel((the_clock.now() + timedelta(seconds=seconds)).isoformat())


def test_every_script_with_something_to_answer_can_be_practised():
    listed = content_scripts()
    playable = [
        row["id"] for row in listed
        if {"citizen", "operator"} <= {turn["who"] for turn in row["turns"]}
    ]  # fmt: skip
    assert [one.id for one in scripts()] == playable
    assert len(playable) >= 10


def content_scripts():
    return content.load("conversations.yaml")["conversations"]


@pytest.fixture(autouse=True)
def _in_the_app(app):
    return app


@pytest.mark.parametrize("row", range(12))
def test_each_script_is_played_to_its_end_whatever_the_learner_writes(app, anna, clock, row):
    listed = content_scripts()[row]
    chosen = script(listed["id"])
    if chosen is None:
        assert not [turn for turn in listed["turns"] if turn["who"] == "operator"]
        return
    actions.begin(anna, chosen, "Gyakorlás")
    for _ in range(3 * len(listed["turns"])):
        answer(anna)
        for _again in range(4):
            later(clock, 30)
            actions.say_due_lines()
    unsent = [
        turn["text"] for turn in listed["turns"]
        if turn["who"] == "citizen" and not any(a.get("sent") is False for a in turn.get("action", ()))
    ]  # fmt: skip
    assert said("citizen") == unsent


def test_the_citizen_waits_for_an_answer_and_then_keeps_a_persons_pace(app, anna, clock):
    chosen = scripts()[0]
    actions.begin(anna, chosen, "Gyakorlás")
    later(clock, 600)
    assert actions.say_due_lines() == []
    assert said("citizen") == [chosen.lines[0].text]
    answer(anna)
    later(clock, 2)
    assert actions.say_due_lines() == [newest().id]
    assert len(said("citizen")) == 1
    later(clock, 25)
    assert actions.say_due_lines() == []
    assert said("citizen") == [line.text for line in chosen.lines[:2]]


def test_two_answers_in_a_row_get_one_reply(app, anna, clock):
    actions.begin(anna, scripts()[0], "Gyakorlás")
    answer(anna, "Jó napot!")
    answer(anna, "Mindjárt mondom.")
    for _ in range(3):
        later(clock, 30)
        actions.say_due_lines()
    assert len(said("citizen")) == 2


def test_nobody_reads_and_writes_faster_than_a_person_or_keeps_one_waiting():
    assert typing_time(0, 1) == SHORTEST
    assert typing_time(100, 40) > SHORTEST
    assert typing_time(9000, 9000).total_seconds() <= 25


def test_a_reply_goes_out_live(app, anna, clock):
    actions.begin(anna, scripts()[0], "Gyakorlás")
    listener = somebody_listens(app)
    answer(anna)
    later(clock, 30)
    actions.say_due_lines()
    assert listener.all("posted")[-1]["body"] == scripts()[0].lines[1].text


def somebody_listens(app) -> Line:
    with transaction() as current:
        current.add(
            DeviceKey(
                contact_id=newest().contact_id, token_hash=hash_token("listener"), created_at=the_clock.now()
            )
        )  # fmt: skip
    return Line(app, "/chat", {"id": newest().public_id, "token": "listener"})


def test_a_rehearsal_stands_in_no_line_and_counts_for_nobody(app, anna):
    actions.begin(anna, scripts()[0], "Gyakorlás")
    assert queries.line() == []
    assert not any(queries.desk(anna).values())
    assert (newest().state, newest().staff_id, newest().rehearsal) == ("active", anna.id, True)


def test_one_that_nobody_goes_on_with_is_closed_after_a_day(app, anna, clock):
    actions.begin(anna, scripts()[0], "Gyakorlás")
    assert actions.end_abandoned_rehearsals(the_clock.now()) == {"rehearsals ended": 0}
    later(clock, 25 * 3600)
    assert actions.end_abandoned_rehearsals(the_clock.now()) == {"rehearsals ended": 1}
    session().expire_all()
    assert newest().state == "ended"


def test_erasing_the_conversation_erases_the_rehearsal(app, anna):
    actions.begin(anna, scripts()[0], "Gyakorlás")
    session().delete(newest())
    session().commit()
    assert session().query(Rehearsal).count() == 0
