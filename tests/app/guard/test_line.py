"""The live line refuses what a device that knows no guard, or a forged one, sends."""

from __future__ import annotations

from app.conversations import actions, queries
from app.conversations.actions import Opening
from app.core.db import session
from tests.support.sockets import Line


def test_a_number_is_refused_and_the_next_message_is_stored(app):
    opened = actions.open_conversation(Opening(channel="chat", language="hu", body="Jó napot!"))
    line = Line(app, "/chat", {"id": opened.public_id, "token": opened.contact.token})
    assert line.send("post", {"ref": "r1", "body": "A TAJ-számom 981 203 458"}) == {"error": "individual-case"}
    assert set(line.send("post", {"ref": "r2", "body": "Mit vigyek magammal?"})) == {"id", "at"}
    session().commit()
    assert [entry.body for entry in queries.messages(opened.id)] == ["Jó napot!", "Mit vigyek magammal?"]
