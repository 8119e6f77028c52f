"""The night's work: once a night, whoever comes first; again after a kill; missed by the health page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.core import clock, idempotency, jobs
from app.core.db import Base, session, transaction
from app.core.feature import Feature
from app.core.idempotency import IdempotencyRecord
from app.core.jobs import JobRun

NIGHTS = 20
WORKER = """
import json, sys
from datetime import datetime, timedelta
from app import create_app
from app.config import Settings
from app.core import clock, jobs

app = create_app(Settings(_env_file=None, data_dir=sys.argv[1], database_url=sys.argv[2], async_mode="threading"))
first = datetime.fromisoformat("2026-12-01T03:31+01:00")
print("ready", flush=True)
sys.stdin.readline()
states = []
for night in range(int(sys.argv[3])):
    with clock.frozen(first + timedelta(days=night)), app.app_context():
        states.append(jobs.nightly().state)
print(json.dumps(states))
"""
KILLED = """
import sys
from app import create_app
from app.config import Settings
from app.core import clock, jobs
from app.core.feature import Feature
from datetime import datetime

app = create_app(Settings(_env_file=None, data_dir=sys.argv[1], database_url=sys.argv[2], async_mode="threading"))

def erase(now):
    print("erasing", flush=True)
    sys.stdin.readline()
    return {}

app.extensions["features"] = (*app.extensions["features"], Feature("slow", retention=erase))
with clock.frozen(datetime.fromisoformat(sys.argv[3])), app.app_context():
    jobs.nightly()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    """An application on an empty database of either kind, and the database's address."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    app = create_app(Settings(_env_file=None, data_dir=tmp_path, database_url=url, async_mode="threading"))
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
    yield app, url
    app.extensions["engine"].dispose()


def process(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "LOG_LEVEL": "ERROR"},
    )  # fmt: skip


def plug(app: Flask, *features: Feature) -> None:
    app.extensions["features"] = (*app.extensions["features"], *features)


def runs() -> list[JobRun]:
    session().expire_all()
    return list(session().scalars(select(JobRun).where(JobRun.name == jobs.NIGHTLY).order_by(JobRun.day)))


def health(app: Flask) -> tuple[int, dict]:
    answer = app.test_client().get("/healthz")
    return answer.status_code, answer.json["parts"]["nightly"]


def test_of_two_processes_exactly_one_does_each_night(database, tmp_path: Path):
    _app, url = database
    workers = [process(WORKER, str(tmp_path), url, str(NIGHTS)) for _ in range(2)]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    assert [sorted(pair) for pair in zip(*told, strict=True)] == [["claimed", "done"]] * NIGHTS


def test_a_run_that_was_killed_in_the_middle_is_done_again(database, tmp_path: Path, clock):
    app, url = database
    killed = process(KILLED, str(tmp_path), url, "2026-11-25T03:30+01:00")
    assert killed.stdout.readline() == "erasing\n"
    killed.kill()
    killed.communicate()
    with app.app_context():
        clock.travel("2026-11-25T03:35")
        assert jobs.nightly().state == "claimed"
        assert [run.finished_at for run in runs()] == [None]
        clock.travel("2026-11-25T03:41")
        assert jobs.nightly().state == "done"
        assert len(runs()) == 1
        assert runs()[0].finished_at is not None


def test_every_room_is_asked_and_what_it_did_is_kept(app: Flask):
    asked = []
    plug(app, Feature("cellar", retention=lambda now: asked.append(now) or {"jars": 3, "empty": 0}))
    outcome = jobs.nightly()
    assert asked == [clock.now()]
    assert outcome.erased["cellar.jars"] == 3
    assert runs()[0].result["erased"]["cellar.jars"] == 3


def test_one_rooms_failure_keeps_nobody_elses_data_and_is_no_good_run(app: Flask, clock):
    broken = [True]

    def erase(_now: datetime) -> dict[str, int]:
        if broken:
            raise RuntimeError("the door is stuck")
        return {"jars": 1}

    asked = []
    plug(app, Feature("cellar", retention=erase), Feature("attic", retention=lambda now: asked.append(now) or {}))
    outcome = jobs.nightly()
    assert (outcome.state, outcome.failed) == ("failed", ("cellar",))
    assert asked
    assert runs()[0].finished_at is None
    broken.clear()
    clock.travel("2026-11-24T16:16")
    assert jobs.nightly().state == "done"
    assert runs()[0].finished_at is not None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-25T03:29:59+01:00", "2026-11-24"),
        ("2026-11-25T03:30+01:00", "2026-11-25"),
        # In spring 2.00 is followed by 3.00, in autumn 2.59 by 2.00.
        ("2027-03-28T01:59:59+01:00", "2027-03-27"),
        ("2027-03-28T03:30+02:00", "2027-03-28"),
        ("2027-10-31T02:59:59+02:00", "2027-10-30"),
        ("2027-10-31T02:59:59+01:00", "2027-10-30"),
        ("2027-10-31T03:30+01:00", "2027-10-31"),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_night_is_due_at_its_hour_on_the_wall(moment: str, day: str):
    assert jobs.due(datetime.fromisoformat(moment)).isoformat() == day


@pytest.mark.parametrize("change", ["2027-03-28", "2027-10-31"])
@pytest.mark.parametrize("at", ["02:30", "03:30"])
def test_the_clocks_change_neither_skips_nor_repeats_a_night(settings: Settings, clock, change: str, at: str):
    settings = settings.model_copy(update={"nightly_at": datetime.strptime(at, "%H:%M").time()})  # noqa: DTZ007
    app = create_app(settings)
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        moment = datetime.fromisoformat(f"{change}T00:00+00:00") - timedelta(hours=24)
        states = Counter()
        # Every five minutes through the day before, the night and the day after.
        for _step in range(3 * 24 * 12):
            clock.travel(moment.isoformat())
            states[jobs.nightly().state] += 1
            moment += timedelta(minutes=5)
        days = [run.day for run in runs()]
        assert states["done"] == len(days)
        assert [(later - earlier).days for earlier, later in pairwise(days)] == [1] * (len(days) - 1)
        assert change in [day.isoformat() for day in days]


def test_the_servers_own_clock_does_what_is_due_and_then_rests(app: Flask, clock):
    clock.travel("2026-11-25T04:00")
    done = jobs.run_if_due(app, None)
    assert done.isoformat() == "2026-11-25"
    with transaction() as current:
        current.delete(runs()[0])
    assert jobs.run_if_due(app, done) == done
    assert runs() == [], "it looked again although the night was done"


def test_the_servers_own_clock_survives_a_database_that_does_not_answer(app: Flask):
    Base.metadata.drop_all(app.extensions["engine"])
    assert jobs.run_if_due(app, None) is None


def test_the_machines_timer_does_it_once_and_says_what_it_did(app: Flask):
    with transaction() as current:
        old = clock.now() - idempotency.KEPT
        current.add(IdempotencyRecord(key="k", request_hash="h", created_at=old, status=200, body="an answer"))
    first = app.test_cli_runner().invoke(args=["jobs", "nightly"])
    assert (first.exit_code, first.output) == (0, "Erased: core.answers 1.\n")
    again = app.test_cli_runner().invoke(args=["jobs", "nightly"])
    assert (again.exit_code, again.output) == (0, "Already done.\n")


def test_the_machines_timer_hears_of_a_failure(app: Flask):
    plug(app, Feature("cellar", retention=lambda _now: {}["no such jar"]))
    assert app.test_cli_runner().invoke(args=["jobs", "nightly"]).exit_code == 1


def test_a_fresh_installation_is_well_before_its_first_night(app: Flask, clock):
    jobs.record_installation()
    assert health(app) == (200, {"ok": True, "overdue": False, "last_good_run": None})
    clock.travel("2026-11-25T18:00")
    assert health(app)[0] == 200
    clock.travel("2026-11-25T18:06")
    assert health(app) == (503, {"ok": False, "overdue": True, "last_good_run": None})


def test_setting_up_again_does_not_begin_the_wait_anew(app: Flask, clock):
    jobs.record_installation()
    clock.travel("2026-11-26T18:00")
    jobs.record_installation()
    assert health(app)[0] == 503


def test_health_alarms_when_the_last_good_run_is_older_than_a_long_night(app: Flask, clock):
    clock.travel("2026-11-25T03:30")
    jobs.nightly()
    clock.travel("2026-11-26T05:30")
    assert health(app) == (200, {"ok": True, "overdue": False, "last_good_run": "2026-11-25T03:30:00+01:00"})
    clock.travel("2026-11-26T05:31")
    assert health(app)[0] == 503
    assert health(app)[1]["overdue"] is True
    jobs.nightly()
    assert health(app)[0] == 200
