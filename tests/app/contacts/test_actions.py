"""One contact: its secret, its devices, its addresses, and how all of it is erased."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.appointments import actions as visits
from app.appointments import queries as places
from app.appointments.models import Booking
from app.appointments.visitor import Visitor
from app.contacts import actions, queries, retention
from app.contacts.models import Contact, DeviceKey
from app.contacts.queries import Holder
from app.conversations import actions as conversations
from app.conversations.actions import OpenedConversation, Opening
from app.conversations.models import Conversation
from app.core import clock as the_clock
from app.core.db import session
from app.core.security import new_token

pytestmark = pytest.mark.usefixtures("app")


def begun(**more) -> OpenedConversation:
    return conversations.open_conversation(
        Opening(channel="chat", language="hu", body="Hol jelentsem be?", **more)
    )


def booked(contact: str = "", **who: str) -> Booking:
    start = datetime.fromisoformat("2026-11-26T16:00+01:00")
    return visits.book(
        visits.Wish(
            places.bookable_place("telekucko"), start, "info", (), "hu", Visitor(**who), new_token(), contact
        )
    )  # fmt: skip


def visit_of(opened: OpenedConversation, **who: str) -> Booking:
    return booked(opened.contact.public_id, **who)


def row(opened: OpenedConversation) -> Contact:
    return queries.by_id(opened.contact.id)


def holder(opened: OpenedConversation) -> Holder:
    return Holder((opened.contact.token,))


def test_a_visit_booked_from_a_chat_has_its_reference_and_its_secret():
    opened = begun()
    booking = visit_of(opened)
    assert booking.contact.reference == opened.reference
    assert booking.code != opened.reference, "the visit's own code only selects it"
    found = queries.match(booking.code.lower(), opened.contact.secret)
    assert found.contact.id == opened.contact.id
    assert {part.kind for part in queries.parts(found.contact.id)} == {"conversation", "visit"}


def test_a_code_opens_nothing_without_the_secret():
    booking = visit_of(begun())
    assert queries.match(booking.code, "") is None
    assert queries.match(booking.code, begun().contact.secret) is None


def test_a_new_matter_begins_a_new_contact():
    assert begun().contact.id != begun().contact.id


def test_a_device_that_forgets_is_locked_out_on_the_server_too():
    opened = begun()
    access = queries.access(holder(opened), opened.contact.public_id)
    assert actions.forget_device(access.contact.id, access.key.id)
    assert queries.access(holder(opened), opened.contact.public_id) is None
    assert queries.match(opened.reference, opened.contact.secret), "the contact itself stays"


def test_one_device_locks_out_another():
    opened = begun()
    elsewhere = actions.open_elsewhere(opened.reference, opened.contact.secret, None)
    mine = queries.access(holder(opened), opened.contact.public_id)
    other = queries.access(Holder((elsewhere.token,)), opened.contact.public_id)
    assert actions.forget_device(mine.contact.id, other.key.id)
    assert queries.access(Holder((elsewhere.token,)), opened.contact.public_id) is None
    assert queries.access(holder(opened), opened.contact.public_id)


def test_a_device_remembers_until_its_day(clock):
    opened = begun(until=the_clock.now() + timedelta(days=2))
    assert queries.access(holder(opened), opened.contact.public_id)
    clock.travel("2026-11-27T16:05")
    assert queries.access(holder(opened), opened.contact.public_id) is None
    retention.erase_old(the_clock.now())
    assert session().scalars(select(DeviceKey)).all() == []


def test_an_address_is_kept_as_long_as_a_part_needs_it():
    opened = begun(email="anna@example.com", answer_by="email")
    visit = visit_of(opened, phone="+36301234567")
    conversation = session().get(Conversation, opened.id)
    conversations.end(conversation)
    assert (row(opened).email, row(opened).phone) == ("anna@example.com", "+36301234567")
    visits.cancel(visit)
    assert (row(opened).email, row(opened).phone, row(opened).purpose) == (None, None, None)


def test_erasing_a_contact_leaves_nothing_of_any_part():
    opened, other = begun(), begun()
    visit_of(opened)
    assert actions.erase(row(opened))
    assert [one.id for one in session().scalars(select(Contact))] == [other.contact.id]
    assert [one.id for one in session().scalars(select(Conversation))] == [other.id]
    assert session().scalars(select(Booking)).all() == []


def test_the_last_part_takes_its_contact_along():
    opened = begun()
    visit = visit_of(opened)
    visits.erase(visit)
    assert row(opened)
    actions.erase(row(opened))
    alone = booked()
    visits.erase(alone)
    assert session().scalars(select(Contact)).all() == []


def test_the_nightly_job_erases_contacts_whose_parts_have_gone(clock, app):
    opened = begun()
    conversations.end(session().get(Conversation, opened.id))
    clock.travel("2027-06-01T04:00")
    for feature in app.extensions["features"]:
        if feature.retention:
            feature.retention(the_clock.now())
    assert session().scalars(select(Contact)).all() == []
    assert session().scalars(select(Conversation)).all() == []


def test_all_that_is_stored_of_a_contact_can_be_taken_along():
    opened = begun(email="anna@example.com", answer_by="email")
    booking = visit_of(opened, name="Minta Anna")
    found = queries.export(row(opened), None)
    assert (found["reference"], found["email"]) == (opened.reference, "anna@example.com")
    assert found["conversations"][0]["messages"][0]["body"] == "Hol jelentsem be?"
    assert (found["visits"][0]["code"], found["visits"][0]["name"]) == (booking.code, "Minta Anna")
    assert opened.contact.secret not in str(found)
