import pytest

from app.contacts.queries import Holder
from app.conversations import actions, queries
from app.conversations.actions import NewMessage, Opening


def chat(body="Elköltöztem", **more):
    return actions.open_conversation(Opening(channel="chat", language="hu", body=body, **more))


def test_only_the_token_of_a_conversation_opens_it(app):
    mine, other = chat(), chat()
    assert queries.conversation(Holder((mine.contact.token,)), mine.public_id).id == mine.id
    assert queries.conversation(Holder((other.contact.token,)), mine.public_id) is None
    assert queries.conversation(Holder(("",)), mine.public_id) is None


@pytest.mark.parametrize("public_id", ["", "\x00", "a" * 100, "'; DROP TABLE message; --", "no-such-one"])
def test_an_impossible_address_is_simply_unknown(app, public_id):
    assert queries.conversation(Holder((chat().contact.token,)), public_id) is None
    assert not queries.exists(public_id)


def test_operators_read_what_waits_and_their_own_but_not_a_colleagues(app, anna, bela, supervisor):
    opened = chat()
    assert queries.conversation(bela, opened.public_id)
    actions.take(anna, opened.public_id)
    assert queries.conversation(anna, opened.public_id)
    assert queries.conversation(bela, opened.public_id) is None
    assert queries.conversation(supervisor, opened.public_id)


def test_a_helper_reads_no_conversation_and_has_no_lists(app, helper):
    opened = chat()
    assert queries.conversation(helper, opened.public_id) is None
    assert not any(queries.desk(helper).values())


def test_the_place_in_the_line_counts_who_came_before_and_still_waits(app, anna):
    first, second, third = chat(), chat(), chat()
    places = lambda: [queries.position(queries.state_of(one.id)) for one in (first, second, third)]  # noqa: E731
    assert places() == [1, 2, 3]
    actions.take(anna, first.public_id)
    assert places() == [None, 1, 2]
    actions.end(queries.state_of(second.id))
    assert places() == [None, None, 1]


def test_the_desk_lists_oldest_first_and_by_kind(app, anna, bela, clock):
    own, waiting, theirs = chat(), chat(), chat()
    actions.take(anna, own.public_id)
    actions.take(bela, theirs.public_id)
    callback = actions.open_conversation(Opening(channel="callback", language="hu", phone="+36301234567"))
    clock.travel("2026-11-24T16:06")
    later = chat()
    clock.travel("2026-11-24T22:40")
    left = chat()
    listed = {name: [item.conversation.id for item in items] for name, items in queries.desk(anna).items()}
    assert listed == {
        "own": [own.id], "waiting": [waiting.id, later.id], "messages": [left.id], "callbacks": [callback.id],
        "brought": [], "unsettled": [],
    }  # fmt: skip


def test_unanswered_counts_what_the_citizen_wrote_since_the_last_answer(app, anna):
    opened = chat()
    actions.take(anna, opened.public_id)
    actions.post_message(NewMessage(opened.id, "r1", "ott van?"))
    assert queries.desk(anna)["own"][0].unanswered == 2
    actions.post_message(NewMessage(opened.id, "r2", "Itt vagyok.", anna))
    assert queries.desk(anna)["own"][0].unanswered == 0
    actions.post_message(NewMessage(opened.id, "r3", "köszönöm"))
    assert queries.desk(anna)["own"][0].unanswered == 1


def test_messages_are_read_on_from_the_last_one_known(app):
    opened = chat()
    ids = [actions.post_message(NewMessage(opened.id, f"r{n}", str(n))).id for n in range(5)]
    assert [entry.id for entry in queries.messages(opened.id, after=ids[1])] == ids[2:]
    assert [entry.body for entry in queries.messages(opened.id, limit=2)] == ["3", "4"]
    assert queries.messages(opened.id, after=ids[-1]) == []


def test_a_message_just_written_is_known_without_asking_the_database(app):
    stored = actions.post_message(NewMessage(chat().id, "r", "friss"))
    assert queries.entry(stored.id) is stored
