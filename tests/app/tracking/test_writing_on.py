"""A contact is gone on with from any device, by reference and code, after its end too."""

from __future__ import annotations

import pytest

from app.conversations import actions
from app.conversations import queries as conversations
from tests.app.tracking.conftest import begun
from tests.support.browse import Browse

WRITE = "form[action$='/uzenet']"


@pytest.fixture
def stranger(app) -> Browse:
    """Another browser, which knows nothing."""
    return Browse(app.test_client())


def log(page) -> list[str]:
    return [" ".join(item.get_text(" ").split()) for item in page.select("ol.log > li")]


def test_on_another_device_one_writes_on_and_the_operator_has_it(stranger, contact, anna):
    contact.answer(anna, "A városházán.")
    page = stranger.submit(contact.found_by(stranger), {"body": "Köszönöm, és mikor?"}, form=WRITE)
    assert page.response.request.path == f"/hu/kovetes/{contact.opened.public_id}"
    assert "Köszönöm, és mikor?" in log(page)[-1]
    assert contact.row.state == "active"


def test_who_writes_in_an_ended_chat_opens_it_again_without_standing_before_others(stranger, contact, anna):
    contact.answer(anna, "A városházán.")
    contact.end()
    actions.settle(anna, contact.row, None, "answered")
    waiting = begun()
    page = stranger.submit(contact.found_by(stranger), {"body": "Zárva volt."}, form=WRITE)
    row = contact.row
    assert (row.state, row.staff_id, row.ended_at, row.outcome) == ("left-message", None, None, None)
    assert "Az üzenetét megkaptuk" in page.words
    assert "ismét nyitott" in log(page)[-2]
    assert conversations.position(waiting.row) == 1
    desk = conversations.desk(anna)
    assert [one.conversation.id for one in desk["messages"]] == [row.id]
    assert actions.take(anna, contact.opened.public_id)


def test_the_same_words_sent_again_open_nothing_that_was_answered_meanwhile(stranger, contact, anna):
    contact.end()
    page = contact.found_by(stranger)
    stranger.submit(page, {"body": "Zárva volt."}, form=WRITE)
    contact.answer(anna, "Holnap nyit.")
    contact.end()
    stranger.submit(page, {"body": "Zárva volt."}, form=WRITE)
    assert contact.row.state == "ended"
    assert sum("Zárva volt." in said for said in log(stranger.get(contact.path))) == 1


def test_other_words_from_a_page_that_one_went_back_to_are_kept_too_and_once(stranger, contact):
    contact.end()
    page = contact.found_by(stranger)
    stranger.submit(page, {"body": "Zárva volt."}, form=WRITE)
    contact.end()
    for _time in range(2):
        after = stranger.submit(page, {"body": "És másnap is."}, form=WRITE)
    assert contact.row.state == "left-message"
    assert sum("És másnap is." in said for said in log(after)) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [("", "Írja be az üzenetét"), ("x" * 4001, "4001"), ("A TAJ-számom 123 456 788.", "személyes")],
)
def test_what_cannot_be_sent_is_told_at_its_field_and_opens_nothing(stranger, contact, body, said):
    contact.end()
    page = stranger.submit(contact.found_by(stranger), {"body": body}, 422, form=WRITE)
    assert said in page.errors()["body"]
    assert contact.row.state == "ended"
    assert page.select_one("#body").get_text().strip() == body


def test_a_closed_call_back_offers_other_ways_and_takes_no_message(browse, app):
    contact = begun("callback", phone="+36301234567")
    contact.end()
    page = contact.found_by(browse)
    assert not page.select(WRITE)
    token = page.select_one("[name=csrf_token]")["value"]
    browse.post(f"{contact.path}/uzenet", {"body": "Halló?", "csrf_token": token}, 409)
    assert contact.row.state == "ended"


def test_without_the_key_nobody_writes(stranger, contact):
    page = stranger.get("/hu/kovetes")
    sent = {"body": "Nem az enyém", "csrf_token": page.select_one("[name=csrf_token]")["value"]}
    assert stranger.post(f"{contact.path}/uzenet", sent).response.request.path == "/hu/kovetes"
    assert len(conversations.messages(contact.opened.id)) == 1
