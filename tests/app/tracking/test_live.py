"""Who has an erased contact open is told at once, and hears nothing of it any more."""

from __future__ import annotations

from app.conversations import actions, live
from app.conversations.actions import NewMessage
from app.core.security import new_token
from app.events import MessagePosted
from tests.app.tracking.conftest import begun
from tests.support.sockets import Line


def test_the_open_desk_and_the_open_chat_are_told_that_a_contact_is_erased(app, browse, contact, staff):
    operator = staff("operator")
    operator.submit(operator.get(f"/staff/beszelgetes/{contact.opened.public_id}"), form="form.write")
    desk = Line(app, "/desk", {"open": contact.opened.public_id}, operator.client)
    chat = Line(app, "/chat", {"id": contact.opened.public_id, "token": contact.opened.contact.token})
    contact.found_by(browse)
    browse.submit(browse.get(f"{contact.path}/torles"))
    for line in (desk, chat):
        [gone] = line.all("erased")
        assert gone["in"] == contact.opened.id
        assert gone["texts"]["hu"] == "Ezt a beszélgetést töröltük, mindennel együtt, amit beleírtak."
    assert {"changed": contact.opened.id} in desk.all("line")
    assert chat.send("post", {"ref": "late", "body": "Halló?"}) == {"error": "ended"}


def test_a_line_of_an_erased_contact_hears_no_other_citizen(app, browse, contact):
    chat = Line(app, "/chat", {"id": contact.opened.public_id, "token": contact.opened.contact.token})
    contact.found_by(browse)
    browse.submit(browse.get(f"{contact.path}/torles"))
    before = len(chat.all("posted"))
    other = begun(body="Egészen más")
    stored = actions.post_message(NewMessage(other.opened.id, new_token(), "Titok"))
    live.message_posted(MessagePosted(other.opened.id, stored.id))
    assert len(chat.all("posted")) == before
