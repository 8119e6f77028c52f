"""Outgoing e-mails: stored with what promised them, claimed once, finished without their content, erased."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app import create_app
from app.config import Settings
from app.core import clock as the_clock
from app.core import db
from app.core.db import Base
from app.notifications import actions, queries
from app.notifications.models import EmailState
from app.notifications.schedule import LEASE, LONGEST_DELAY, MOST_ATTEMPTS, delay_after
from tests.app.notifications.conftest import RolledBackError, email_about, roll_back, rows

EMAILS = 120
WORKER = """
import json, sys
from app import create_app
from app.config import Settings
from app.notifications import actions

folder, url = sys.argv[1:]
app = create_app(Settings(_env_file=None, data_dir=folder, database_url=url, async_mode="threading"))
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    claimed = []
    while claim := actions.claim_next():
        claimed.append(claim.id)
        actions.mark_sent(claim)
    print(json.dumps(claimed))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request) -> str:
    """An empty database, of either kind."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()


@pytest.fixture
def stored(tmp_path: Path, url: str, clock):
    """An application on a real database, of either kind."""
    app = create_app(Settings(_env_file=None, data_dir=tmp_path, database_url=url, async_mode="threading"))
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        app.extensions["bus"].clear()  # nothing is delivered by itself
        yield app
    app.extensions["engine"].dispose()


def test_two_processes_share_the_e_mails_and_claim_none_twice(stored, tmp_path: Path, url: str):
    with db.transaction():
        for number in range(EMAILS):
            actions.enqueue(email_about(f"BKT{number}"))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path), url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "LOG_LEVEL": "ERROR"},
        )
        for _worker in range(2)
    ]  # fmt: skip
    assert [worker.stdout.readline() for worker in workers] == ["ready\n"] * 2
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    claimed = [json.loads(worker.communicate()[0]) for worker in workers]
    assert all(claimed), "one of them got nothing: they did not race"
    assert sorted(claimed[0] + claimed[1]) == [row.id for row in rows()]
    assert len(rows()) == EMAILS


def test_a_claim_is_exclusive_until_its_lease_ends(stored, clock):
    actions.enqueue(email_about())
    first = actions.claim_next()
    assert first.letter.to == "gabor@pelda.hu"
    assert actions.claim_next() is None
    clock.travel("2026-11-24T16:11")
    second = actions.claim_next()
    assert (second.id, second.attempt, second.letter.id) == (first.id, 2, first.letter.id)


def test_a_process_whose_lease_has_ended_cannot_undo_what_the_next_one_did(stored, clock):
    actions.enqueue(email_about())
    slow = actions.claim_next()
    clock.travel("2026-11-24T16:11")
    quick = actions.claim_next()
    actions.mark_failed(slow, "Slow")
    actions.postpone(slow, "Slow")
    assert (rows()[0].state, rows()[0].last_error) == ("pending", None)
    assert actions.mark_sent(slow), "it was handed over, whoever holds the lease"
    actions.postpone(quick, "Quick")
    actions.mark_failed(quick, "Quick")
    assert rows()[0].state == "sent"


def test_what_is_finished_names_no_person(stored):
    for finish in (actions.mark_sent, lambda claim: actions.mark_failed(claim, "SMTPRecipientsRefused 550")):
        actions.enqueue(email_about())
        finish(actions.claim_next())
    assert [row.state for row in rows()] == ["sent", "failed"]
    for row in rows():
        assert (row.recipient, row.subject, row.body) == (None, None, None)


def test_an_e_mail_is_stored_only_if_the_promise_is(stored):
    with pytest.raises(RolledBackError):
        roll_back(lambda: actions.enqueue(email_about()))
    assert rows() == []


def test_an_e_mail_that_is_claimed_when_stored_is_another_process_s_after_the_lease(stored, clock):
    mine = actions.enqueue_claimed(email_about())
    assert actions.claim_next() is None
    clock.travel("2026-11-24T16:11")
    assert actions.claim_next().letter.id == mine.letter.id


def test_a_clock_that_was_set_back_delays_nothing_for_longer_than_the_longest_delay(stored, clock):
    clock.travel("2027-11-24T16:05")
    actions.enqueue(email_about())
    clock.travel("2026-11-24T16:05")
    assert actions.claim_next() is not None


def test_a_clock_that_jumps_ahead_costs_one_delay_and_no_e_mail(stored, clock):
    actions.enqueue(email_about())
    assert actions.postpone(actions.claim_next(), "Busy") == EmailState.PENDING
    clock.travel("2027-11-24T16:05")
    assert actions.claim_next().attempt == 2


def test_the_e_mail_that_has_been_due_longest_comes_first(stored, clock):
    actions.enqueue(email_about("BKT111"))
    actions.postpone(actions.claim_next(), "Busy")
    actions.enqueue(email_about("BKT222"))
    clock.travel("2026-11-24T16:10")
    assert [actions.claim_next().letter.about for _time in range(2)] == ["BKT222", "BKT111"]


def test_delays_grow_up_to_a_bound_and_the_attempts_end_after_two_days():
    delays = [delay_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert delays[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert delays == sorted(delays)
    assert max(delays) == LONGEST_DELAY
    assert timedelta(hours=48) < sum(delays, timedelta()) < timedelta(hours=54)
    assert delay_after(MOST_ATTEMPTS) is None
    assert LEASE < LONGEST_DELAY


def test_after_the_last_attempt_an_e_mail_has_failed(stored, clock):
    actions.enqueue(email_about())
    moment = the_clock.now()
    states = []
    for _attempt in range(MOST_ATTEMPTS):
        clock.travel(moment.isoformat())
        states.append(actions.postpone(actions.claim_next(), "Busy"))
        moment += LONGEST_DELAY
    assert states == ["pending"] * (MOST_ATTEMPTS - 1) + ["failed"]
    assert (rows()[0].last_error, rows()[0].recipient) == ("Busy", None)


def test_a_matter_is_forgotten_and_no_other(stored):
    for reference in ("BKT111", "BKT222", "BKT333"):
        actions.enqueue(email_about(reference))
    actions.forget("BKT111", "BKT333")
    assert [row.reference for row in rows()] == ["BKT222"]


def test_what_is_forgotten_in_a_transaction_that_fails_is_still_there(stored):
    actions.enqueue(email_about())
    with pytest.raises(RolledBackError):
        roll_back(lambda: actions.forget("BKT472"))
    assert len(rows()) == 1


def test_settled_e_mails_go_after_a_week_and_failed_ones_with_the_transcripts(stored, clock):
    actions.enqueue(email_about())
    actions.mark_sent(actions.claim_next())
    actions.enqueue(email_about())
    actions.mark_failed(actions.claim_next(), "SMTPRecipientsRefused 550")
    for day, erased in (("2026-12-01T16:04", 0), ("2026-12-01T16:06", 1), ("2027-02-22T16:04", 0)):
        clock.travel(day)
        assert actions.erase_old(the_clock.now())["emails"] == erased, day
    assert [row.state for row in rows()] == ["failed"]
    clock.travel("2027-02-22T16:06")
    assert actions.erase_old(the_clock.now())["emails"] == 1


def test_one_matter_s_refusals_are_counted_and_no_other_s(stored):
    for reference in ("BKT111", "BKT111", "BKT222"):
        actions.enqueue(email_about(reference))
    actions.postpone(actions.claim_next(), "Busy")
    actions.mark_failed(actions.claim_next(), "SMTPRecipientsRefused 550")
    found = queries.unsent("BKT111", "answer")
    assert (found.retried, found.failed) == (1, 1)
    assert queries.unsent("BKT222", "answer") == queries.unsent("BKT111", "transcript") == queries.UnsentEmails(0, 0)
