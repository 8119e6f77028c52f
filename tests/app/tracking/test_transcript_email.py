"""The text of a contact by e-mail: handed over at once, tried again when it was refused, erased with the contact."""

from __future__ import annotations

import email
from email import policy

import pytest

from app import create_app
from app.core.db import Base
from app.gateways import GatewayError, GatewayRejectionError, mail
from app.notifications import actions as notifications
from app.notifications import delivery
from app.notifications.actions import Email
from app.notifications.models import EmailPurpose
from tests.app.tracking.conftest import begun, letters, stored
from tests.support.browse import Browse, Page


def test_the_outbox_says_that_nothing_leaves(browse, contact, settings):
    contact.found_by(browse)
    page = browse.get(f"{contact.path}/email")
    assert "nem megy ki e-mail" in page.words
    page = browse.submit(page, {"email": "gabor@pelda.hu"})
    assert page.heading == "A levél elkészült"
    assert "nem jut el" in page.words
    [path] = letters(settings)
    written = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert written["To"] == "gabor@pelda.hu"
    assert "Elköltöztem, hol jelentsem be?" in written.get_content()


class Post:
    """A way out that takes, or refuses, letters."""

    leaves = True

    def __init__(self, refuses: GatewayError | None = None) -> None:
        self.refuses = refuses
        self.sent = []

    def send(self, letter) -> None:
        if self.refuses:
            raise self.refuses
        self.sent.append(letter)

    def forget(self, _about: str) -> int:
        return 0


def test_a_letter_that_left_is_claimed_no_more_than_that(app, browse, contact):
    post = Post()
    mail.PORT.use(app, post)
    contact.found_by(browse)
    page = browse.submit(browse.get(f"{contact.path}/email"), {"email": " gabor@Pelda.HU "})
    assert "azt nem látjuk" in page.words
    assert post.sent[0].to == "gabor@pelda.hu"
    assert stored("gabor") == []


def test_a_letter_holds_the_text_and_nothing_that_opens_it(browse, contact, anna, settings):
    contact.answer(anna, "A városházán.")
    contact.found_by(browse)
    browse.submit(browse.get(f"{contact.path}/email"), {"email": "gabor@pelda.hu"})
    written = letters(settings)[0].read_bytes()
    whole = email.message_from_bytes(written, policy=policy.default)
    told = f"{whole.as_string()} {whole.get_content()}"
    assert "A városházán." in told
    for secret in (contact.opened.contact.secret, contact.opened.contact.token, contact.opened.public_id):
        assert secret not in told
        assert f"{secret[:4]} {secret[4:]}" not in told


def test_letters_of_one_contact_are_few_and_mistyped_addresses_are_none(settings):
    app = create_app(settings.model_copy(update={"rate_limits": True}))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        contact, client = begun(), app.test_client()
        codes = {"reference": contact.opened.reference, "secret": contact.opened.contact.secret}
        client.post("/hu/kovetes", data=codes)

        def sent(address: str) -> int:
            return client.post(f"{contact.path}/email", data={"email": address}).status_code

        assert [sent("gabor") for _time in range(12)] == [422] * 12
        assert [sent("gabor@pelda.hu") for _time in range(6)] == [303] * 5 + [429]
    assert len(letters(settings)) == 5


def refused(app, browse: Browse, contact, error: GatewayError | None = None, status: int = 200) -> Page:
    """Ask for the text by e-mail while the mail server refuses."""
    mail.PORT.use(app, Post(error or GatewayError("no")))
    contact.found_by(browse)
    return browse.submit(browse.get(f"{contact.path}/email"), {"email": "gabor@pelda.hu"}, status)


def test_a_letter_that_was_refused_is_said_to_wait_and_is_sent_later_by_itself(app, browse, contact, clock):
    page = refused(app, browse, contact)
    assert page.heading == "A levele továbbításra vár"
    assert "Két napig magunktól újra próbálkozunk" in page.words
    assert "azt nem látjuk" not in page.words
    assert "Egy korábbi levelet még nem sikerült átadni" in browse.get(f"{contact.path}/email").words
    mail.PORT.use(app, post := Post())
    clock.travel("2026-11-24T16:07")
    assert delivery.deliver_due() == 1
    assert post.sent[0].to == "gabor@pelda.hu"
    assert browse.get(f"{contact.path}/email?kesz=1").heading == "A levele úton van"


def test_an_address_that_the_mail_server_will_never_take_is_told_at_once(app, browse, contact):
    page = refused(app, browse, contact, GatewayRejectionError("no such person"), 422)
    assert "nem fogadja el ezt a címet" in page.errors()["email"]
    assert page.select_one("#email")["value"] == "gabor@pelda.hu"
    assert stored("gabor") == []


def test_a_letter_given_up_is_not_said_to_be_on_its_way(app, browse, contact, clock):
    refused(app, browse, contact)
    for day in range(25, 30):
        for hour in range(0, 24, 2):
            clock.travel(f"2026-11-{day}T{hour:02}:30")
            delivery.deliver_due()
    contact.found_by(browse)
    page = browse.get(f"{contact.path}/email?kesz=1")
    assert page.heading == "A szöveget e-mailben kérem"
    assert "Egy korábbi levelet nem tudtunk elküldeni" in page.words
    assert stored("gabor") == []


def test_a_citizen_who_erases_the_contact_takes_the_waiting_letter_along(app, browse, contact, clock):
    refused(app, browse, contact)
    browse.submit(browse.get(f"{contact.path}/torles"))
    assert stored("gabor") == []
    mail.PORT.use(app, post := Post())
    clock.travel("2026-11-24T18:00")
    assert delivery.deliver_due() == 0
    assert post.sent == []


def test_an_answer_that_cannot_be_sent_by_e_mail_is_told_on_the_page(app, browse, clock):
    contact = begun(leave=True, answer_by="email", email="gabor@pelda.hu")
    mail.PORT.use(app, Post(GatewayError("no")))
    answer = Email(contact.opened.reference, EmailPurpose.ANSWER, "gabor@pelda.hu", "Válasz", "A városházán.", "hu")
    notifications.enqueue_claimed(answer)
    page = contact.found_by(browse)
    assert "e-mailben még nem sikerült továbbítani" not in page.words, "not tried yet"
    clock.travel("2026-11-24T16:30")
    delivery.deliver_due()
    assert "e-mailben még nem sikerült továbbítani" in browse.get(contact.path).words
    mail.PORT.use(app, Post(GatewayRejectionError("no")))
    clock.travel("2026-11-24T17:30")
    delivery.deliver_due()
    assert "nem tudtuk elküldeni az e-mail-címére" in browse.get(contact.path).words


@pytest.mark.parametrize(
    "written", ["gabor", "a@b.hu\r\nBcc: x@y.hu", "a@b.hu, x@y.hu", '"a b"@c.hu', "<a@b.hu>", "a@b", "@b.hu"]
)
def test_what_is_no_address_is_told(browse, contact, settings, written):
    contact.found_by(browse)
    page = browse.submit(browse.get(f"{contact.path}/email"), {"email": written}, 422)
    assert "email" in page.errors()
    assert letters(settings) == []
