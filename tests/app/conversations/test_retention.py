"""Conversations are erased: at their citizen's wish at once, and by themselves when they have been kept long enough."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select

from app.contacts import retention as contacts
from app.contacts.models import DeviceKey
from app.contacts.queries import Holder
from app.conversations import actions, queries, retention
from app.conversations.actions import NewMessage, OpenedConversation, Opening
from app.conversations.models import Conversation, Message
from app.core import bus
from app.core import clock as the_clock
from app.core.audit import AuditEntry
from app.core.db import Base, session
from app.core.security import new_token
from app.events import ConversationErased
from tests.app.conversations.conftest import employ


def opened(channel: str = "chat", **more) -> OpenedConversation:
    opening = Opening(channel=channel, language="hu", subject="Lakcím", body="Jó napot!", **more)
    return actions.open_conversation(opening)


def say(conversation: OpenedConversation) -> None:
    actions.post_message(NewMessage(conversation.id, new_token(), "Még itt vagyok."))


def row(conversation: OpenedConversation) -> Conversation | None:
    return session().get(Conversation, conversation.id, populate_existing=True)


def left() -> dict[str, int]:
    """Count the rows of every table that belongs to conversations, whichever room it is in."""
    belonging = {"conversation"}
    tables = Base.metadata.tables
    while (
        more := {
            name for name, table in tables.items() for key in table.foreign_keys if key.column.table.name in belonging
        }
        - belonging
    ):
        belonging |= more
    return {name: session().scalar(select(func.count()).select_from(tables[name])) for name in belonging}


def test_everything_that_belongs_to_a_conversation_goes_with_it(app):
    conversation = opened()
    actions.take(person := employ("Anna K.", "operator"), conversation.public_id)
    actions.post_message(NewMessage(conversation.id, new_token(), "Miben segíthetek?", person, conversation.reference))
    assert left()["message"] >= 3
    assert retention.erase(row(conversation)) is True
    assert set(left().values()) == {0}


def test_no_table_keeps_a_conversation_from_being_erased():
    keys = [
        key for table in Base.metadata.tables.values() for key in table.foreign_keys
        if key.column.table.name in {"conversation", "message"}
    ]  # fmt: skip
    assert {(key.parent.table.name, key.ondelete) for key in keys if key.ondelete != "CASCADE"} == set()


def test_others_conversations_stay(app):
    mine, other = opened(), opened()
    retention.erase(row(mine))
    assert row(other) is not None
    assert session().scalars(select(Message.conversation_id).distinct()).all() == [other.id]
    assert session().scalars(select(DeviceKey.contact_id)).all() == [other.contact.id]


def test_erasing_is_told_and_written_down_without_a_word_of_it(app):
    told = []
    bus.listen(app, ConversationErased, told.append)
    conversation = opened()
    retention.erase(row(conversation))
    assert told == [ConversationErased(conversation.id)]
    entry = session().scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.subject, entry.details) == ("citizen", f"conversation:{conversation.reference}", {})


def test_erasing_twice_is_no_error(app):
    conversation = row(opened())
    assert retention.erase(conversation) is True
    assert retention.erase(conversation) is False


def test_a_message_that_comes_after_is_refused(app):
    conversation = opened()
    retention.erase(row(conversation))
    assert actions.post_message(NewMessage(conversation.id, new_token(), "Halló?")) == actions.Refused("ended")


def test_a_new_conversation_never_gets_the_number_of_an_erased_one(app):
    """Whoever still listens to the old number would hear the new citizen."""
    old = opened()
    retention.erase(row(old))
    assert opened().id > old.id


def test_a_transcript_is_erased_ninety_days_after_its_end(app, clock):
    conversation = opened()
    actions.end(row(conversation))
    clock.travel("2027-02-22T16:04")
    assert retention.erase_old(now())["transcripts"] == 0
    clock.travel("2027-02-22T16:06")
    assert retention.erase_old(now())["transcripts"] == 1
    assert row(conversation) is None


def test_the_setting_decides(app, clock, settings):
    app.extensions["settings"] = settings.model_copy(update={"keep_transcripts_days": 7})
    conversation = opened()
    actions.end(row(conversation))
    clock.travel("2026-12-01T16:06")
    retention.erase_old(now())
    assert row(conversation) is None


def test_one_that_nobody_ended_is_as_old_as_its_last_message(app, clock):
    conversation = opened()
    clock.travel("2027-01-10T16:05")
    say(conversation)
    clock.travel("2027-03-01T16:05")
    assert retention.erase_old(now())["transcripts"] == 0
    clock.travel("2027-04-11T16:05")
    assert retention.erase_old(now())["transcripts"] == 1


def test_many_are_erased_in_one_night(app, clock):
    for _ in range(2 * retention.BATCH + 1):
        actions.end(row(opened()))
    clock.travel("2027-03-01T16:05")
    assert retention.erase_old(now())["transcripts"] == 2 * retention.BATCH + 1
    assert retention.erase_old(now())["transcripts"] == 0


def test_a_number_goes_when_its_purpose_ends(app):
    conversation = opened("callback", phone="+36301234567", answer_by="call", best_time="délután")
    actions.end(row(conversation))
    assert (row(conversation).contact.phone, row(conversation).contact.best_time) == (None, None)


def test_the_number_of_a_call_back_that_nobody_made_goes_too(app, clock):
    conversation = opened("callback", phone="+36301234567", answer_by="call", best_time="délután")
    clock.travel("2026-12-24T16:04")
    assert (retention.erase_old(now())["callbacks"], contacts.erase_old(now())["addresses"]) == (0, 0)
    clock.travel("2026-12-24T16:06")
    assert (retention.erase_old(now())["callbacks"], contacts.erase_old(now())["addresses"]) == (1, 1)
    found = row(conversation)
    assert (found.contact.phone, found.contact.best_time, found.state) == (None, None, "ended")


def now() -> datetime:
    return the_clock.now()


@pytest.mark.usefixtures("app")
def test_who_held_the_key_finds_nothing_any_more():
    conversation = opened()
    retention.erase(row(conversation))
    assert queries.conversation(Holder((conversation.contact.token,)), conversation.public_id) is None
    assert not queries.exists(conversation.public_id)
