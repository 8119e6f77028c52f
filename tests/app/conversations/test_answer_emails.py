"""An answer by e-mail, for a citizen who has left a message and asked for that."""

from __future__ import annotations

import email
from email import policy

import pytest
from sqlalchemy import event, select

from app.config import Settings
from app.conversations import actions, queries, retention
from app.conversations.actions import NewMessage, Opening
from app.core import db
from app.core.db import session
from app.gateways import GatewayError, mail
from app.notifications import delivery
from app.notifications.models import OutgoingEmail
from tests.app.notifications.conftest import RolledBackError, background_done, make_due, roll_back


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A database file: the e-mails are delivered by another thread, with a connection of its own."""
    return settings.model_copy(update={"database_url": ""})


def left(**more) -> actions.OpenedConversation:
    return actions.open_conversation(
        Opening(channel="chat", language="de", body="Wo melde ich mich an?", leave=True, **more)
    )


def answer(opened, anna, body="In jedem Regierungsamt.", ref="a1"):
    actions.take(anna, opened.public_id)
    stored = actions.post_message(NewMessage(opened.id, ref, body, anna))
    background_done()
    return stored


def written(settings) -> list[email.message.EmailMessage]:
    found = sorted((settings.data_dir / "outbox").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]


def pending() -> list[str]:
    return list(session().scalars(select(OutgoingEmail.body).where(OutgoingEmail.state == "pending")))


def test_the_answer_is_written_in_the_citizens_language_with_the_way_back(app, anna, settings):
    opened = left(answer_by="email", email="hans@example.com")
    answer(opened, anna)
    [letter] = written(settings)
    assert letter["To"] == "hans@example.com"
    assert letter["Subject"] == f"Antwort auf Ihre Nachricht, {opened.reference}"
    assert "In jedem Regierungsamt." in letter.get_content()
    assert "/de/kovetes" in letter.get_content()
    assert opened.contact.secret not in letter.get_content()


@pytest.mark.parametrize("more", [{}, {"answer_by": "chat"}, {"answer_by": "sms", "phone": "+36301234567"}])
def test_a_citizen_who_asked_for_no_letter_gets_none(app, anna, settings, more):
    answer(left(**more), anna)
    assert written(settings) == []


def test_what_the_citizen_writes_is_sent_to_nobody(app, settings):
    opened = left(answer_by="email", email="hans@example.com")
    actions.post_message(NewMessage(opened.id, "c2", "Noch etwas"))
    background_done()
    assert written(settings) == []


def test_the_same_answer_sent_twice_is_one_letter(app, anna, settings):
    opened = left(answer_by="email", email="hans@example.com")
    answer(opened, anna)
    answer(opened, anna)
    assert len(written(settings)) == 1


def test_after_the_end_the_address_is_gone_and_an_answer_given_before_still_goes_out(app, anna, settings):
    opened = left(answer_by="email", email="hans@example.com")
    before = mail.PORT.current()
    refuse(app)
    answer(opened, anna)
    actions.end(queries.state_of(opened.id), anna)
    assert queries.state_of(opened.id).contact.email is None
    mail.PORT.use(app, before)
    make_due()
    delivery.deliver_due()
    assert [letter["To"] for letter in written(settings)] == ["hans@example.com"]


def test_an_answer_and_its_letter_are_stored_together_or_not_at_all(app, anna):
    opened = left(answer_by="email", email="hans@example.com")
    actions.take(anna, opened.public_id)
    found = []
    with pytest.raises(RolledBackError):
        roll_back(
            lambda: actions.post_message(NewMessage(opened.id, "a1", "Im Rathaus.", anna)),
            lambda: found.extend(pending()),
        )
    assert len(found) == 1
    assert pending() == []
    assert queries.by_ref(opened.id, "a1") is None


def test_each_answer_of_a_batch_has_its_own_letter(app, anna, settings):
    people = [left(answer_by="email", email=f"{name}@example.com") for name in ("hans", "inge")]
    for opened in people:
        actions.take(anna, opened.public_id)
    actions.post_messages([NewMessage(opened.id, "a1", f"Für {opened.id}", anna) for opened in people])
    background_done()
    assert sorted(letter["To"] for letter in written(settings)) == ["hans@example.com", "inge@example.com"]


def test_a_conversation_without_e_mail_costs_no_statement_more(app, anna):
    opened = left(answer_by="chat")
    actions.take(anna, opened.public_id)
    statements: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    actions.post_message(NewMessage(opened.id, "a1", "Im Rathaus.", anna))
    writes = [one.split()[:3] for one in statements if one.startswith(("INSERT", "SELECT", "UPDATE"))]
    assert writes == [["INSERT", "INTO", "message"], ["INSERT", "INTO", "audit_entry"]]


def test_an_erased_conversation_takes_its_waiting_letters_along(app, anna, settings):
    refuse(app)
    opened = left(answer_by="email", email="hans@example.com")
    answer(opened, anna)
    assert pending()
    retention.erase(queries.state_of(opened.id))
    assert session().scalars(select(OutgoingEmail)).all() == []


class Refusing:
    """A mail server that takes nothing."""

    leaves = True

    def send(self, _letter):
        raise GatewayError("the mail server did not take the letter")

    def forget(self, _about):
        return 0


def refuse(app) -> None:
    mail.PORT.use(app, Refusing())


def test_a_refused_answer_is_kept_and_is_in_the_log_without_the_address(app, anna, caplog):
    refuse(app)
    opened = left(answer_by="email", email="hans@example.com")
    answer(opened, anna)
    assert len(pending()) == 1
    assert opened.reference in caplog.text
    assert "hans@example.com" not in caplog.text
