"""An answer by e-mail, for who has left a message and asked for that."""

import email
import threading
from email import policy

import pytest

from app.conversations import actions, answer_emails, queries
from app.conversations.actions import NewMessage, Opening
from app.gateways import GatewayError, mail


def left(**more) -> actions.Opened:
    return actions.open_conversation(
        Opening(channel="chat", language="de", body="Wo melde ich mich an?", leave=True, **more)
    )


def answer(opened, anna, body="In jedem Regierungsamt."):
    actions.take(anna, opened.public_id)
    stored = actions.post_message(NewMessage(opened.id, "a1", body, anna))
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(10)
    return stored


def written(settings) -> list[email.message.EmailMessage]:
    found = sorted((settings.data_dir / "outbox").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]


def test_the_answer_is_written_in_the_citizens_language_with_the_way_back(app, anna, settings):
    opened = left(answer_by="email", email="hans@example.com")
    stored = answer(opened, anna)
    letter = answer_emails.letter_for(queries.state_of(opened.id), stored)
    assert letter.to == "hans@example.com"
    assert letter.subject == f"Antwort auf Ihre Nachricht, {opened.reference}"
    assert "In jedem Regierungsamt." in letter.body
    assert "/de/kovetes" in letter.body
    assert opened.contact.secret not in letter.body
    answer_emails.send(app, letter)
    assert written(settings)[-1]["To"] == "hans@example.com"


@pytest.mark.parametrize("more", [{}, {"answer_by": "chat"}, {"answer_by": "sms", "phone": "+36301234567"}])
def test_who_asked_for_no_letter_gets_none(app, anna, settings, more):
    opened = left(**more)
    assert answer_emails.letter_for(queries.state_of(opened.id), answer(opened, anna)) is None
    assert written(settings) == []


def test_what_the_citizen_writes_is_sent_to_nobody(app, settings):
    opened = left(answer_by="email", email="hans@example.com")
    actions.post_message(NewMessage(opened.id, "c2", "Noch etwas"))
    assert written(settings) == []


def test_after_the_end_the_address_is_gone(app, anna):
    opened = left(answer_by="email", email="hans@example.com")
    stored = answer(opened, anna)
    actions.end(queries.state_of(opened.id), anna)
    assert answer_emails.letter_for(queries.state_of(opened.id), stored) is None


class Refusing:
    """A mail server that takes nothing."""

    leaves = True

    def send(self, _letter):
        raise GatewayError("the mail server did not take the letter")


def test_a_mail_server_that_refuses_is_in_the_log_without_the_address(app, anna, caplog):
    mail.PORT.use(app, Refusing())
    opened = left(answer_by="email", email="hans@example.com")
    stored = answer(opened, anna)
    answer_emails.send(app, answer_emails.letter_for(queries.state_of(opened.id), stored))
    assert opened.reference in caplog.text
    assert "hans@example.com" not in caplog.text
