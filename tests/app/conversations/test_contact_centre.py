"""Several operators, one line: who takes, hands over, is brought in, vanishes; what was changed and read."""

import pytest
from sqlalchemy import select

from app.conversations import actions, queries
from app.conversations.actions import NewMessage, Opening, Refused
from app.conversations.models import OUTCOMES
from app.conversations.queries import Entry, Holder
from app.core import periodic
from app.core.audit import AuditEntry
from app.core.db import session
from app.presence import actions as presence
from tests.app.conversations.conftest import employ


def chat(body: str = "Elköltöztem", **more) -> actions.OpenedConversation:
    return actions.open_conversation(Opening(channel="chat", language="hu", body=body, **more))


def reread(opened):
    return queries.state_of(opened.id)


def said(opened) -> list[str]:
    return [entry.body for entry in queries.messages(opened.id) if entry.author == "system"]


@pytest.fixture
def edit(app):
    return employ("Edit K.", "editor")


def test_the_limit_that_an_operator_has_said_is_kept(app, anna):
    presence.arrive(anna, limit=2)
    opened = [chat() for _ in range(3)]
    assert [actions.take(anna, one.public_id) for one in opened] == [True, True, False]
    actions.end(reread(opened[0]), anna)
    assert actions.take(anna, opened[2].public_id)


def test_without_a_word_of_presence_the_towns_limit_counts(app, anna):
    assert [actions.take(anna, chat().public_id) for _ in range(5)] == [True] * 4 + [False]


def test_a_conversation_is_handed_only_to_somebody_who_is_really_there(app, anna, bela, clock):
    presence.arrive(anna)
    opened = chat()
    actions.take(anna, opened.public_id)
    assert not actions.hand_over(anna, reread(opened), bela.id), "not arrived"
    presence.arrive(bela)
    presence.pause(bela, "break")
    assert not actions.hand_over(anna, reread(opened), bela.id), "paused"
    presence.arrive(bela)
    clock.travel("2026-11-24T16:10")
    assert not actions.hand_over(anna, reread(opened), bela.id), "not heard of any more"
    presence.arrive(bela)
    assert actions.hand_over(anna, reread(opened), bela.id)
    assert (reread(opened).state, reread(opened).staff_id, reread(opened).staff_name) == ("active", bela.id, "Béla K.")
    assert said(opened)[-1] == "handed-over"
    assert actions.post_message(NewMessage(opened.id, "r", "még én", anna)) == Refused("not-yours")


def test_nobody_hands_over_what_is_not_theirs_or_to_themselves_or_to_a_full_desk(app, anna, bela):
    presence.arrive(anna)
    presence.arrive(bela, limit=1)
    opened, held = chat(), chat()
    assert not actions.hand_over(anna, reread(opened), bela.id), "still waiting"
    actions.take(anna, opened.public_id)
    assert not actions.hand_over(bela, reread(opened), bela.id)
    assert not actions.hand_over(anna, reread(opened), anna.id)
    actions.take(bela, held.public_id)
    assert not actions.hand_over(anna, reread(opened), bela.id)
    assert reread(opened).staff_id == anna.id


def test_an_editor_brought_in_reads_and_writes_until_they_step_out(app, anna, edit):
    opened = chat()
    actions.take(anna, opened.public_id)
    assert queries.conversation(edit, opened.public_id) is None
    assert actions.bring_in(anna, reread(opened), edit.id)
    assert not actions.bring_in(anna, reread(opened), edit.id), "once at a time"
    assert queries.conversation(edit, opened.public_id)
    assert isinstance(actions.post_message(NewMessage(opened.id, "e1", "A papír kész.", edit)), Entry)
    assert [one.name for one in queries.participants(opened.id)] == ["Edit K."]
    assert actions.step_out(edit, reread(opened))
    assert not actions.step_out(edit, reread(opened))
    assert queries.conversation(edit, opened.public_id) is None
    assert actions.post_message(NewMessage(opened.id, "e2", "még", edit)) == Refused("not-yours")
    assert said(opened)[-2:] == ["brought-in", "stepped-out"]
    assert actions.bring_in(anna, reread(opened), edit.id), "and again later"


def test_only_the_operator_of_a_conversation_brings_in_and_sends_out(app, anna, bela, edit):
    opened = chat()
    assert not actions.bring_in(anna, reread(opened), edit.id)
    actions.take(anna, opened.public_id)
    assert not actions.bring_in(bela, reread(opened), edit.id)
    assert not actions.bring_in(anna, reread(opened), 4711)
    actions.bring_in(anna, reread(opened), edit.id)
    assert not actions.step_out(bela, reread(opened), edit.id)
    assert actions.step_out(anna, reread(opened), edit.id)


def test_with_the_end_everybody_is_out(app, anna, edit):
    opened = chat()
    actions.take(anna, opened.public_id)
    actions.bring_in(anna, reread(opened), edit.id)
    actions.end(reread(opened), anna)
    assert queries.participants(opened.id) == []


def test_what_a_vanished_operator_had_goes_back_to_its_place(app, anna, clock):
    presence.arrive(anna)
    first = chat()
    clock.travel("2026-11-24T16:06")
    second = chat()
    actions.take(anna, first.public_id)
    clock.travel("2026-11-24T16:20")
    presence.remove_silent()
    assert [queries.position(reread(one)) for one in (first, second)] == [1, 2]
    assert said(first)[-1] == "vanished"


def test_who_pauses_keeps_what_is_theirs(app, anna):
    presence.arrive(anna)
    opened = chat()
    actions.take(anna, opened.public_id)
    presence.pause(anna, "papers")
    assert reread(opened).staff_id == anna.id


def test_a_line_that_nobody_can_serve_any_more_becomes_messages(app, anna, clock):
    from app.conversations import availability_monitor

    presence.arrive(anna)
    opened = chat()
    clock.travel("2026-11-24T19:01")
    presence.record_heartbeat(anna)
    availability_monitor.refresh()
    assert reread(opened).state == "waiting", "the operator is still there and finishes the line"
    presence.leave(anna)
    assert (reread(opened).state, said(opened)) == ("left-message", ["closed"])
    assert actions.take(anna, opened.public_id), "tomorrow it is answered"


def test_topic_and_outcome_are_the_operators_to_say(app, anna, bela):
    opened = chat()
    actions.take(anna, opened.public_id)
    assert not actions.settle(bela, reread(opened), "lakcim", "answered")
    actions.end(reread(opened), anna)
    for outcome in (*OUTCOMES, None):
        assert actions.settle(anna, reread(opened), "lakcim", outcome)
        assert (reread(opened).topic, reread(opened).outcome) == ("lakcim", outcome)
    with pytest.raises(ValueError, match="no outcome"):
        actions.settle(anna, reread(opened), None, "solved")


def test_a_rehearsal_is_in_no_line_no_list_and_no_count(app, anna):
    presence.arrive(anna, limit=1)
    practice = chat(rehearsal=True)
    assert queries.position(reread(practice)) is None
    assert actions.take(anna, practice.public_id)
    assert actions.take(anna, chat().public_id), "a rehearsal takes nobody's place"
    listed = [item.conversation.id for items in queries.desk(anna).values() for item in items]
    assert practice.id not in listed
    assert queries.availability().free == 0


def test_both_sides_may_change_their_own_words_and_no_others(app, anna, bela):
    opened, other = chat(), chat()
    actions.take(anna, opened.public_id)
    mine = queries.messages(opened.id)[0]
    answer = actions.post_message(NewMessage(opened.id, "a", "Kedden", anna))
    assert actions.edit_message(Holder((opened.contact.token,)), answer.id, "Ingyen") == Refused("not-yours")
    assert actions.edit_message(Holder((other.contact.token,)), mine.id, "Más") == Refused("not-yours")
    assert actions.edit_message(anna, mine.id, "Más") == Refused("not-yours")
    assert actions.edit_message(bela, answer.id, "Más") == Refused("not-yours")
    for words in ("Szerdán", "Csütörtökön"):
        assert actions.edit_message(anna, answer.id, words).body == words
    assert [edit.body for edit in queries.earlier([answer.id])[answer.id]] == ["Kedden", "Szerdán"]
    assert queries.entry_of(opened.id, answer.id).edited_at


def test_the_same_words_again_are_no_change(app):
    opened = chat("Kedden")
    first = queries.messages(opened.id)[0]
    assert actions.edit_message(Holder((opened.contact.token,)), first.id, "Kedden").edited_at is None
    assert queries.earlier([first.id]) == {}


def test_after_the_end_nothing_is_changed(app):
    opened = chat()
    first = queries.messages(opened.id)[0]
    actions.end(reread(opened))
    assert actions.edit_message(Holder((opened.contact.token,)), first.id, "Más") == Refused("ended")


def test_marks_only_go_forward(app):
    opened = chat()
    ids = [actions.post_message(NewMessage(opened.id, f"r{n}", str(n))).id for n in range(3)]
    assert actions.mark("operator", opened.id, read=ids[1])
    assert not actions.mark("operator", opened.id, delivered=ids[0], read=ids[0])
    assert (reread(opened).delivered_operator, reread(opened).read_operator) == (ids[1], ids[1])
    assert actions.mark("operator", opened.id, delivered=ids[2])
    assert (reread(opened).delivered_operator, reread(opened).read_operator) == (ids[2], ids[1])
    assert reread(opened).read_citizen == 0


def test_the_log_says_what_was_done_and_no_word_of_it(app, anna, bela, edit):
    presence.arrive(bela)
    opened = chat()
    actions.take(anna, opened.public_id)
    answer = actions.post_message(NewMessage(opened.id, "a", "Titkos", anna, opened.reference))
    actions.edit_message(anna, answer.id, "Titkosabb")
    actions.bring_in(anna, reread(opened), edit.id)
    actions.step_out(edit, reread(opened))
    actions.settle(anna, reread(opened), "lakcim", "answered")
    actions.hand_over(anna, reread(opened), bela.id)
    entries = session().scalars(select(AuditEntry).where(AuditEntry.action.startswith("conversation."))).all()
    assert [entry.action.removeprefix("conversation.") for entry in entries] == [
        "take", "answer", "edit", "bring-in", "step-out", "settle", "hand-over",
    ]  # fmt: skip
    assert "Titkos" not in str([entry.details for entry in entries])


def test_a_citizen_is_not_left_with_an_operator_who_is_nowhere(app, anna, bela):
    presence.arrive(bela)
    opened, practice, kept = chat(), chat(rehearsal=True), chat()
    for one in (opened, practice):
        actions.take(anna, one.public_id)
    actions.take(bela, kept.public_id)
    periodic.run_once(app)
    assert [reread(one).state for one in (opened, practice, kept)] == ["waiting", "active", "active"]
    assert said(opened)[-1] == "vanished"


def test_an_editor_who_vanishes_has_left_the_conversation(app, anna, edit, clock):
    presence.arrive(anna)
    presence.arrive(edit)
    opened = chat()
    actions.take(anna, opened.public_id)
    actions.bring_in(anna, reread(opened), edit.id)
    clock.travel("2026-11-24T16:08")
    presence.record_heartbeat(anna)
    periodic.run_once(app)
    assert queries.participants(opened.id) == []
    assert (said(opened)[-1], reread(opened).staff_id) == ("stepped-out", anna.id)
