"""Handing e-mails over: at once, after a refusal, after a restart; to a mail server that is really there."""

from __future__ import annotations

import email
import threading
from datetime import timedelta
from email import policy

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import insert

from app import create_app
from app.config import Settings
from app.core import clock as the_clock
from app.core import db, periodic
from app.core.db import Base
from app.gateways import GatewayError, GatewayRejectionError, GatewayUnavailableError
from app.notifications import actions, delivery, queries
from app.notifications.models import OutgoingEmail
from app.notifications.schedule import LONGEST_DELAY, MOST_ATTEMPTS
from tests.app.gateways.test_mail import free_port
from tests.app.notifications.conftest import FakeMail, background_done, connect, email_about, make_due, rows

HOSTILE = [
    "a@b.hu\r\nBcc: c@d.hu", "a@b.hu\nDATA", "", "@", "\"a\r\n b\"@c.hu", "a@b.hu, c@d.hu", "<script>@b.hu", "a\0@b.hu",
    "(comment)@b.hu", "=?utf-8?q?a?=@b.hu", "a@[127.0.0.1", "ő@ő.hu", "x" * 254,
]  # fmt: skip


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A database file, as several threads and applications share it."""
    return settings.model_copy(update={"database_url": ""})


def test_an_e_mail_leaves_after_the_commit_and_not_before(app):
    mail = connect(app, FakeMail())
    with db.transaction():
        actions.enqueue(email_about())
        background_done()
        assert mail.taken == []
    background_done()
    assert [letter.to for letter in mail.taken] == ["gabor@pelda.hu"]
    assert rows()[0].state == "sent"


def test_nothing_is_sent_while_the_database_is_locked_for_writing(app):
    depths = []

    class Watching(FakeMail):
        def send(self, letter) -> None:
            depths.append(db.session().in_transaction())
            super().send(letter)

    connect(app, Watching())
    delivery.send_now(email_about())
    assert depths == [False]


def test_a_refused_e_mail_is_tried_again_by_whichever_process_looks_next(app, settings, clock):
    connect(app, FakeMail(GatewayUnavailableError("no")))
    actions.enqueue(email_about())
    background_done()
    assert rows()[0].state == "pending"
    restarted = create_app(settings)
    mail = connect(restarted, FakeMail())
    periodic.run_once(restarted)
    background_done()
    assert mail.taken == [], "its minute has not passed"
    clock.travel("2026-11-24T16:07")
    periodic.run_once(restarted)
    background_done()
    assert [letter.body for letter in mail.taken] == ["A városházán, a földszinten."]
    assert rows()[0].state == "sent"


def test_a_process_that_is_killed_after_the_hand_over_repeats_it_under_the_same_name(app, clock):
    mail = connect(app, FakeMail())
    claim = actions.enqueue_claimed(email_about())
    mail.send(claim.letter)  # and then it is killed
    clock.travel("2026-11-24T16:11")
    assert delivery.deliver_due() == 1
    assert len({letter.id for letter in mail.taken}) == 1
    assert len(mail.taken) == 2


@pytest.mark.parametrize(
    "fault", [GatewayError("not now"), GatewayRejectionError("never"), ValueError("nonsense"), RuntimeError("a fault")]
)
def test_the_failure_of_one_e_mail_stops_no_other(app, fault):
    mail = connect(app, FakeMail(fault))
    with db.transaction():
        for number in range(3):
            actions.enqueue_claimed(email_about(f"BKT{number}"))
    make_due()
    assert delivery.deliver_due() == 3
    assert [letter.about for letter in mail.taken] == ["BKT1", "BKT2"]
    assert rows()[0].state == ("failed" if isinstance(fault, GatewayRejectionError | ValueError) else "pending")


def test_a_server_that_takes_nothing_is_asked_once_a_run_and_for_another_e_mail_each_time(app):
    faults = [GatewayUnavailableError("no") for _time in range(3)]
    connect(app, FakeMail(*faults))
    with db.transaction():
        for number in range(3):
            actions.enqueue_claimed(email_about(f"BKT{number}"))
    make_due()
    assert [delivery.deliver_due() for _run in range(4)] == [1, 1, 1, 0]
    assert [row.last_error for row in rows()] == ["GatewayUnavailableError"] * 3


def test_attempts_that_all_died_with_their_process_come_to_an_end(app, clock):
    mail = connect(app, FakeMail())
    moment = the_clock.now()
    actions.enqueue_claimed(email_about())
    for _attempt in range(MOST_ATTEMPTS - 1):
        moment += LONGEST_DELAY
        clock.travel(moment.isoformat())
        assert actions.claim_next() is not None
    clock.travel((moment + LONGEST_DELAY).isoformat())
    delivery.deliver_due()
    assert mail.taken == []
    assert (rows()[0].state, rows()[0].last_error) == ("failed", "Interrupted")


def test_an_e_mail_erased_while_it_is_handed_over_leaves_no_copy(app):
    class Erasing(FakeMail):
        def send(self, letter) -> None:
            actions.forget(letter.about)
            super().send(letter)

    mail = connect(app, Erasing())
    delivery.send_now(email_about())
    assert rows() == []
    assert mail.forgotten == ["BKT472", "BKT472"]


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_that_is_none_harms_nobody(app, address):
    with db.transaction():
        actions.enqueue_claimed(email_about("BKT111", address))
        actions.enqueue_claimed(email_about("BKT222"))
    make_due()
    delivery.deliver_due()
    files = sorted((app.extensions["settings"].data_dir / "outbox").glob("*.eml"))
    letters = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    assert "gabor@pelda.hu" in [letter["To"] for letter in letters]
    assert all(letter["Bcc"] is None and "\n" not in letter["To"] for letter in letters)
    assert rows()[1].state == "sent"


def test_a_run_is_bounded_and_ten_thousand_e_mails_do_not_slow_the_claim(app):
    now = the_clock.now()
    many = [
        {
            "public_id": f"{number:032x}", "reference": f"B{number}", "purpose": "answer", "state": "pending",
            "recipient": "gabor@pelda.hu", "subject": "Válasz", "body": "Szöveg", "language": "hu",
            "created_at": now, "next_attempt_at": now, "attempts": 0,
        }
        for number in range(10_000)
    ]  # fmt: skip
    with db.transaction() as current:
        current.execute(insert(OutgoingEmail), many)
    mail = connect(app, FakeMail())
    began = the_clock.monotonic()
    assert delivery.deliver_due() == delivery.MOST_PER_RUN
    took = the_clock.monotonic() - began
    assert len(mail.taken) == delivery.MOST_PER_RUN
    assert queries.health()["pending"] == 10_000 - delivery.MOST_PER_RUN
    assert took < delivery.MOST_PER_RUN * 0.05
    plan = db.session().connection().exec_driver_sql(
        "EXPLAIN QUERY PLAN SELECT id FROM outgoing_email WHERE state = 'pending' AND next_attempt_at <= '2027'"
    )  # fmt: skip
    assert "ix_outgoing_email_state_next_attempt_at" in str(plan.all())


def test_health_is_well_with_a_wrong_address_and_not_when_nothing_leaves_for_an_hour(app, clock):
    connect(app, FakeMail(GatewayRejectionError("never"), GatewayUnavailableError("no")))
    delivery.send_now(email_about())
    delivery.send_now(email_about())
    assert queries.health() == {"ok": True, "pending": 1, "overdue": 0, "failed_last_day": 1}
    clock.travel((the_clock.now() + timedelta(hours=1, minutes=1)).isoformat())
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json["parts"]["notifications"]["overdue"] == 1


class Moody:
    """A mail server that says "not now" to the first letters and takes the next ones."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.taken: list[bytes] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        if self.refusals:
            self.refusals -= 1
            return "451 4.3.0 try again later"
        self.taken.append(envelope.content)
        return "250 taken"


def test_a_mail_server_that_refuses_first_gets_the_e_mail_later_from_a_restarted_service(tmp_path, clock):
    moody = Moody(refusals=2)
    controller = Controller(moody, hostname="localhost", port=free_port())
    controller.start()
    settings = Settings(
        _env_file=None, data_dir=tmp_path, async_mode="threading", mail="smtp", mail_from="segit@budaors.hu",
        smtp_host="localhost", smtp_port=controller.port, smtp_starttls=False,
    )  # fmt: skip
    try:
        first = create_app(settings)
        with first.app_context():
            Base.metadata.create_all(first.extensions["engine"])
            assert delivery.send_now(email_about()) == "pending"
        restarted = create_app(settings)
        with restarted.app_context():
            clock.travel("2026-11-24T16:07")
            assert delivery.deliver_due() == 1
            assert rows()[0].last_error == "SMTPDataError 451"
            clock.travel("2026-11-24T16:20")
            assert delivery.deliver_due() == 1
            assert rows()[0].state == "sent"
            got = email.message_from_bytes(moody.taken[0], policy=policy.default)
            assert got["Message-ID"] == f"<{rows()[0].public_id}@budaors.hu>"
    finally:
        controller.stop()


def test_threads_of_one_process_hand_each_e_mail_over_once(app):
    mail = connect(app, FakeMail())
    with db.transaction():
        for number in range(40):
            actions.enqueue_claimed(email_about(f"BKT{number}"))
    make_due()

    def deliver() -> None:
        with app.app_context():
            delivery.deliver_due()

    threads = [threading.Thread(target=deliver) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(letter.about for letter in mail.taken) == sorted(f"BKT{number}" for number in range(40))
