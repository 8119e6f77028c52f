"""The nightly job: one process runs it each night and records the run; `/healthz` reports an overdue run.

Every room erases its own data (`Feature.retention`). The server checks once a minute whether the job is due; a cron job
or systemd timer may run `flask jobs nightly` as well. A process that is killed during the job leaves an unfinished row.
When that row has not been updated for a while, another process runs the job again, which does no harm.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import JSON, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, db, idempotency
from app.core.db import Base, UtcDateTime, session, transaction
from app.core.realtime import socketio
from app.core.settings import settings

log = logging.getLogger(__name__)
commands = AppGroup("jobs")

NIGHTLY = "nightly"
INSTALLED = "installed"
# A run whose row has not been updated for this long was killed; a failed run is repeated after the same time.
STALE_AFTER = timedelta(minutes=10)
# Two runs are 25 hours apart when the clocks go back.
OVERDUE_AFTER = timedelta(hours=26)
CHECK_INTERVAL_S = 60
RUNS_KEPT = timedelta(days=400)

Retention = Callable[[datetime], Mapping[str, int]]


class JobRun(Base):
    """One run of one job; each day has at most one. `result` contains counts and no personal data."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("name", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    alive_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)


@dataclass(frozen=True)
class NightlyResult:
    """The result of the nightly job. `state` is `done`, `failed`, or `claimed` by another process, now or earlier."""

    state: str
    erased: Mapping[str, int] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


def init_app(app: Flask) -> None:
    """Register the `flask jobs` commands."""
    app.cli.add_command(commands)


def due(now: datetime) -> date:
    """Return the latest day whose job is due at `now`, by local time in Budapest.

    A time that is skipped in spring is due right after the change; one that is repeated in autumn comes once, because
    the day is done by then.
    """
    here = clock.local(now)
    return here.date() if here.time() >= settings().nightly_at else here.date() - timedelta(days=1)


def nightly() -> NightlyResult:
    """Run the job for the latest due day unless another process runs it or has finished it."""
    run = _claim(due(clock.now()))
    if run is None:
        return NightlyResult("claimed")
    erased: dict[str, int] = {}
    failed = []
    for room, erase in _hooks().items():
        try:
            counts = erase(clock.now())
            erased.update({f"{room}.{kind}": count for kind, count in counts.items()})
        except Exception:
            # A failure in one room must not delay erasing in the others.
            log.exception("nightly job: erasing failed in %s", room)
            db.discard_changes()
            failed.append(room)
        _write(run, alive_at=clock.now(), result={"erased": erased, "failed": failed})
        socketio.sleep(0)
    if failed:
        return NightlyResult("failed", erased, tuple(failed))
    _write(run, finished_at=clock.now())
    log.info("nightly: %s", _summary(erased))
    return NightlyResult("done", erased)


def _hooks() -> dict[str, Retention]:
    features = current_app.extensions["features"]
    rooms = {feature.name: feature.retention for feature in features if feature.retention}
    return {"core": _core, **rooms}


def _core(now: datetime) -> dict[str, int]:
    with transaction() as current:
        old = current.execute(delete(JobRun).where(JobRun.name == NIGHTLY, JobRun.started_at <= now - RUNS_KEPT))
    return {"answers": idempotency.erase_answers(now), "job_runs": db.affected_rows(old)}


def _claim(day: date) -> int | None:
    """Return the id of the run that this process has to do; None when it is done or another process runs it."""
    now = clock.now()
    this = (JobRun.name == NIGHTLY, JobRun.day == day)
    left = update(JobRun).where(*this, JobRun.finished_at.is_(None), JobRun.alive_at <= now - STALE_AFTER)
    try:
        with transaction() as current:
            again = current.execute(left.values(started_at=now, alive_at=now).returning(JobRun.id)).scalar()
            if again is not None or current.scalar(select(JobRun.id).where(*this)) is not None:
                return again
            run = JobRun(name=NIGHTLY, day=day, started_at=now, alive_at=now, result={})
            current.add(run)
            current.flush()
            return run.id
    except IntegrityError:  # another process has just claimed it
        return None


def _write(run: int, **values: Any) -> None:
    with transaction() as current:
        current.execute(update(JobRun).where(JobRun.id == run).values(**values))


def _summary(erased: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in erased.items() if count) or "nothing was due"


def record_installation() -> None:
    """Store when this installation was set up: from then on the nightly job can be overdue."""
    with transaction() as current:
        if current.scalar(select(JobRun.id).where(JobRun.name == INSTALLED)) is None:
            now = clock.now()
            current.add(
                JobRun(name=INSTALLED, day=clock.today(), started_at=now, alive_at=now, finished_at=now, result={})
            )


def health() -> dict[str, Any]:
    """Report whether the nightly job is overdue: its last successful run, or else the installation, is too old."""
    last = session().scalar(select(func.max(JobRun.finished_at)).where(JobRun.name == NIGHTLY))
    since = last or session().scalar(select(func.min(JobRun.started_at)).where(JobRun.name == INSTALLED))
    overdue = since is not None and clock.now() - since > OVERDUE_AFTER
    return {"ok": not overdue, "overdue": overdue, "last_good_run": clock.iso(last) if last else None}


def start(app: Flask) -> None:
    """Check in the background, for as long as the process runs, whether the nightly job is due."""
    socketio.start_background_task(_loop, app)


def _loop(app: Flask) -> None:
    done: date | None = None
    while True:
        socketio.sleep(CHECK_INTERVAL_S)
        done = run_if_due(app, done)


def run_if_due(app: Flask, done: date | None) -> date | None:
    """Run the job if it is due and its day is not `done`; return the latest day that is done."""
    try:
        with app.app_context():
            day = due(clock.now())
            return day if day == done or nightly().state == "done" or _finished(day) else done
    except Exception:
        log.exception("the nightly job failed")
        return done


def _finished(day: date) -> bool:
    wanted = select(JobRun.id).where(JobRun.name == NIGHTLY, JobRun.day == day, JobRun.finished_at.is_not(None))
    return session().scalar(wanted) is not None


@commands.command(NIGHTLY)
def _nightly() -> None:
    """Erase what has been stored long enough, unless this has been done already today."""
    outcome = nightly()
    if outcome.state == "claimed":
        day = due(clock.now())
        click.echo("Already done." if _finished(day) else "Another process is running it, or has just failed.")
        return
    click.echo(f"Erased: {_summary(outcome.erased)}.")
    if outcome.failed:
        click.echo(f"Failed: {', '.join(outcome.failed)}.", err=True)
        sys.exit(1)
