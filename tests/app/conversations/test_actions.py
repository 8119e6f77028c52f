import pytest
from sqlalchemy import select

from app.contacts import actions as contacts
from app.contacts.models import DeviceKey
from app.conversations import actions, queries
from app.conversations.actions import NewMessage, Opening, Refused
from app.conversations.models import Conversation, Message
from app.conversations.queries import Entry, Holder
from app.core import bus
from app.core.audit import AuditEntry
from app.core.db import session
from app.events import ConversationEnded, ConversationTaken, MessagePosted


def chat(body: str = "Elköltöztem, hol jelentsem be?", **more) -> actions.OpenedConversation:
    return actions.open_conversation(Opening(channel="chat", language="hu", body=body, **more))


def reread(opened: actions.OpenedConversation) -> Conversation:
    return queries.state_of(opened.id)


def said(opened: actions.OpenedConversation) -> list[tuple[str, str]]:
    return [(entry.author, entry.body) for entry in queries.messages(opened.id)]


@pytest.fixture
def heard(app) -> list[object]:
    """Everything that was published and committed."""
    heard: list[object] = []
    for kind in (MessagePosted, ConversationTaken, ConversationEnded):
        bus.listen(app, kind, heard.append)
    return heard


def test_a_conversation_in_opening_hours_waits_in_the_line(app):
    opened = chat()
    assert (opened.state, said(opened)) == ("waiting", [("citizen", "Elköltöztem, hol jelentsem be?")])


def test_out_of_hours_a_message_is_left_and_nobody_waits(app, clock):
    clock.travel("2026-11-24T22:40")
    opened = chat()
    assert opened.state == "left-message"
    assert queries.position(reread(opened)) is None


def test_without_a_topic_the_first_words_are_what_it_is_known_by(app):
    assert reread(chat("Jó napot! " + "Nagyon hosszú történet. " * 9)).subject.startswith("Jó napot! Nagyon hosszú")
    assert len(reread(chat("a" * 300)).subject) <= 60
    assert reread(chat(subject="Lakcím")).subject == "Lakcím"


def test_only_hashes_of_token_and_code_are_stored(app):
    opened = chat()
    key = session().scalar(select(DeviceKey).where(DeviceKey.contact_id == opened.contact.id))
    stored = {key.token_hash, reread(opened).contact.secret_hash}
    assert not {opened.contact.token, opened.contact.secret} & stored
    assert {len(value) for value in stored} == {64}


def test_the_same_ref_is_stored_once_and_announced_once(app, heard):
    opened = chat()
    heard.clear()
    first = actions.post_message(NewMessage(opened.id, "r1", "Köszönöm"))
    again = actions.post_message(NewMessage(opened.id, "r1", "Köszönöm"))
    assert first == again
    assert len(said(opened)) == 2
    assert heard == [MessagePosted(opened.id, first.id)]


def test_a_batch_keeps_its_order_and_settles_each_message_alone(app, heard):
    one, two = chat(), chat()
    actions.end(reread(two))
    heard.clear()
    results = actions.post_messages(
        [
            NewMessage(one.id, "r1", "első"),
            NewMessage(two.id, "r1", "késő"),
            NewMessage(one.id, "r1", "első"),
            NewMessage(one.id, "r2", "második"),
        ]
    )
    assert results[1] == Refused("ended")
    assert results[0] == results[2]
    assert [body for _author, body in said(one)][1:] == ["első", "második"]
    assert heard == [MessagePosted(one.id, results[0].id), MessagePosted(one.id, results[3].id)]


def test_the_same_ref_in_two_conversations_is_two_messages(app):
    one, two = chat(), chat()
    assert actions.post_message(NewMessage(one.id, "r", "a")) != actions.post_message(NewMessage(two.id, "r", "b"))


def test_nobody_takes_the_ref_of_another_person_for_a_repetition(app, anna):
    opened = chat()
    actions.take(anna, opened.public_id)
    actions.post_message(NewMessage(opened.id, "r", "az ügyfélé"))
    assert actions.post_message(NewMessage(opened.id, "r", "az ügyintézőé", anna)) == Refused("ref-taken")


def test_a_message_to_a_conversation_that_is_gone_is_refused(app):
    assert actions.post_message(NewMessage(4711, "r", "hahó")) == Refused("ended")


def test_the_first_who_takes_a_conversation_has_it(app, anna, bela, heard):
    opened = chat()
    assert actions.take(anna, opened.public_id)
    assert not actions.take(bela, opened.public_id)
    assert (reread(opened).state, reread(opened).staff_name) == ("active", "Anna K.")
    assert [event for event in heard if isinstance(event, ConversationTaken)] == [ConversationTaken(opened.id, anna.id)]
    assert said(opened)[-1] == ("system", "joined")


def test_only_the_one_who_has_it_can_answer(app, anna, bela):
    opened = chat()
    assert actions.post_message(NewMessage(opened.id, "r0", "korán", anna)) == Refused("not-yours")
    actions.take(anna, opened.public_id)
    assert actions.post_message(NewMessage(opened.id, "r1", "nem az enyém", bela)) == Refused("not-yours")
    assert isinstance(actions.post_message(NewMessage(opened.id, "r2", "Jó napot!", anna)), Entry)


def test_a_released_conversation_goes_back_to_its_old_place(app, anna, clock):
    first = chat()
    clock.travel("2026-11-24T16:06")
    second = chat()
    actions.take(anna, first.public_id)
    assert queries.position(reread(second)) == 1
    assert actions.release(anna, reread(first))
    assert [queries.position(reread(one)) for one in (first, second)] == [1, 2]
    assert reread(first).staff_id is None


@pytest.mark.parametrize(("answer_by", "state"), [("email", "left-message"), (None, "waiting")])
def test_a_message_left_goes_back_to_the_messages_and_not_into_the_line(app, anna, answer_by, state):
    opened = chat("Mikor jön a lomtalanítás?", leave=answer_by is not None, answer_by=answer_by)
    assert actions.take(anna, opened.public_id)
    assert actions.release(anna, reread(opened))
    assert reread(opened).state == state


def test_nobody_releases_or_ends_what_a_colleague_has(app, anna, bela):
    opened = chat()
    actions.take(anna, opened.public_id)
    assert not actions.release(bela, reread(opened))
    assert not actions.end(reread(opened), bela)
    assert reread(opened).state == "active"


def test_an_ended_conversation_takes_no_message_and_ends_once(app, anna, heard):
    opened = chat()
    actions.take(anna, opened.public_id)
    assert actions.end(reread(opened), anna)
    assert not actions.end(reread(opened))
    assert actions.post_message(NewMessage(opened.id, "r", "még valami")) == Refused("ended")
    assert not actions.take(anna, opened.public_id)
    assert heard.count(ConversationEnded(opened.id)) == 1
    assert said(opened)[-1] == ("system", "ended-operator")


def test_a_call_back_waits_at_any_hour_and_its_number_is_erased_with_its_end(app, anna, clock):
    clock.travel("2026-11-24T22:40")
    opened = actions.open_conversation(
        Opening(
            channel="callback", language="hu", subject="Lakcím", phone="+36301234567",
            answer_by="call", best_time="este"
        )
    )
    assert opened.state == "waiting"
    assert queries.position(reread(opened)) is None
    actions.take(anna, opened.public_id)
    actions.end(reread(opened), anna)
    assert (reread(opened).contact.phone, reread(opened).contact.best_time) == (None, None)


def test_asking_for_time_is_said_once_for_each_asking(app):
    opened = chat()
    for ref in ("t1", "t1", "t2"):
        actions.ask_for_time(opened.id, ref)
    assert said(opened)[1:] == [("system", "more-time")] * 2
    actions.end(reread(opened))
    actions.ask_for_time(opened.id, "t3")
    assert said(opened)[-1] == ("system", "ended-citizen")


def test_reference_and_code_open_the_conversation_on_another_device(app):
    opened = chat()
    written = f" {opened.reference[:3].lower()}-{opened.reference[3:]} "
    elsewhere = contacts.open_elsewhere(written, opened.contact.secret.lower(), None)
    assert elsewhere.token != opened.contact.token
    for key in (elsewhere.token, opened.contact.token):
        assert queries.conversation(Holder((key,)), opened.public_id).id == opened.id


@pytest.mark.parametrize(
    ("reference", "code"), [("", ""), ("BKT472", "BBBB2222"), ("\x00", "\x00"), ("á" * 500, "é" * 500)]
)
def test_a_reference_and_a_code_that_do_not_belong_together_open_nothing(app, reference, code):
    opened = chat()
    assert contacts.open_elsewhere(reference, code, None) is None
    assert contacts.open_elsewhere(opened.reference, code, None) is None
    assert contacts.open_elsewhere(chat().reference, opened.contact.secret, None) is None


def test_the_audit_log_knows_what_staff_did_and_none_of_the_words(app, anna):
    opened = chat()
    actions.take(anna, opened.public_id)
    actions.post_message(NewMessage(opened.id, "r", "Titkos szavak", anna, opened.reference))
    actions.release(anna, reread(opened))
    actions.take(anna, opened.public_id)
    actions.end(reread(opened), anna)
    entries = session().scalars(select(AuditEntry).where(AuditEntry.action.startswith("conversation."))).all()
    assert [entry.action.removeprefix("conversation.") for entry in entries] == [
        "take",
        "answer",
        "release",
        "take",
        "end",
    ]
    assert {entry.subject for entry in entries} == {f"conversation:{opened.reference}"}
    assert {entry.actor for entry in entries} == {anna.actor}
    assert "Titkos" not in str([entry.details for entry in entries])


def test_message_ids_grow_and_are_never_given_again(app):
    opened = chat()
    first = actions.post_message(NewMessage(opened.id, "r1", "a"))
    session().execute(Message.__table__.delete().where(Message.id == first.id))
    session().commit()
    assert actions.post_message(NewMessage(opened.id, "r2", "b")).id > first.id
