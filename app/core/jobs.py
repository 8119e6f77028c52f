"""The nightly job: one process runs it each night and records the run; `/healthz` reports an overdue run.

Every room erases its own (`Feature.retention`). The server looks once a minute whether the night's work is due; a timer
of the machine may run `flask jobs nightly` as well. A process that is killed in the middle leaves an unfinished row;
when nothing has been heard of it for a while the next one begins again, which harms nothing.
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
# A run that has not been heard of for so long was killed; one that failed is tried again after as long.
SILENT = timedelta(minutes=10)
# A night lasts 25 hours when the clocks go back.
LATE = timedelta(hours=26)
LOOK_EVERY_S = 60
RUNS_KEPT = timedelta(days=400)

Retention = Callable[[datetime], Mapping[str, int]]


class JobRun(Base):
    """One run of one job: a night has one, whoever does it. `result` counts what was done; it names nobody."""

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
class Outcome:
    """What became of a night's work. `state` is done, failed, or claimed: another process does, or has done it."""

    state: str
    erased: Mapping[str, int] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


def init_app(app: Flask) -> None:
    """Add the command for the machine's own timer."""
    app.cli.add_command(commands)


def due(now: datetime) -> date:
    """Return the day whose night's work should be done by `now`, on Budapest's wall clock.

    A time that the clocks skip in spring is due right after; one that they repeat in autumn comes once, because the day
    is done by then.
    """
    here = clock.local(now)
    return here.date() if here.time() >= settings().nightly_at else here.date() - timedelta(days=1)


def nightly() -> Outcome:
    """Do the night's work that is due, unless somebody does it or has done it."""
    run = _claim(due(clock.now()))
    if run is None:
        return Outcome("claimed")
    erased: dict[str, int] = {}
    failed = []
    for room, erase in _hooks().items():
        try:
            counts = erase(clock.now())
            erased.update({f"{room}.{kind}": count for kind, count in counts.items()})
        except Exception:
            # One room's failure keeps nobody else's data longer.
            log.exception("%s could not erase what is due", room)
            db.discard_changes()
            failed.append(room)
        _write(run, alive_at=clock.now(), result={"erased": erased, "failed": failed})
        socketio.sleep(0)
    if failed:
        return Outcome("failed", erased, tuple(failed))
    _write(run, finished_at=clock.now())
    log.info("nightly: %s", _told(erased))
    return Outcome("done", erased)


def _hooks() -> dict[str, Retention]:
    features = current_app.extensions["features"]
    rooms = {feature.name: feature.retention for feature in features if feature.retention}
    return {"core": _core, **rooms}


def _core(now: datetime) -> dict[str, int]:
    with transaction() as current:
        old = current.execute(delete(JobRun).where(JobRun.name == NIGHTLY, JobRun.started_at <= now - RUNS_KEPT))
    return {"answers": idempotency.erase_answers(now), "job_runs": db.affected_rows(old)}


def _claim(day: date) -> int | None:
    """Return the run that is now this process's to do; None when it is done, or another's."""
    now = clock.now()
    this = (JobRun.name == NIGHTLY, JobRun.day == day)
    left = update(JobRun).where(*this, JobRun.finished_at.is_(None), JobRun.alive_at <= now - SILENT)
    try:
        with transaction() as current:
            again = current.execute(left.values(started_at=now, alive_at=now).returning(JobRun.id)).scalar()
            if again is not None or current.scalar(select(JobRun.id).where(*this)) is not None:
                return again
            run = JobRun(name=NIGHTLY, day=day, started_at=now, alive_at=now, result={})
            current.add(run)
            current.flush()
            return run.id
    except IntegrityError:  # another process has just begun
        return None


def _write(run: int, **values: Any) -> None:
    with transaction() as current:
        current.execute(update(JobRun).where(JobRun.id == run).values(**values))


def _told(erased: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in erased.items() if count) or "nothing was due"


def note_installation() -> None:
    """Remember when this installation began to be responsible for its nights."""
    with transaction() as current:
        if current.scalar(select(JobRun.id).where(JobRun.name == INSTALLED)) is None:
            now = clock.now()
            current.add(
                JobRun(name=INSTALLED, day=clock.today(), started_at=now, alive_at=now, finished_at=now, result={})
            )


def health() -> dict[str, Any]:
    """Say whether a night's work is overdue: the last good run is older than a long night, or never was."""
    last = session().scalar(select(func.max(JobRun.finished_at)).where(JobRun.name == NIGHTLY))
    since = last or session().scalar(select(func.min(JobRun.started_at)).where(JobRun.name == INSTALLED))
    overdue = since is not None and clock.now() - since > LATE
    return {"ok": not overdue, "overdue": overdue, "last_good_run": clock.iso(last) if last else None}


def start(app: Flask) -> None:
    """Let this process look after the nights for as long as it lives."""
    socketio.start_background_task(_loop, app)


def _loop(app: Flask) -> None:
    done: date | None = None
    while True:
        socketio.sleep(LOOK_EVERY_S)
        done = run_if_due(app, done)


def run_if_due(app: Flask, done: date | None) -> date | None:
    """Do what is due unless that day is `done`; return the day that is done now."""
    try:
        with app.app_context():
            day = due(clock.now())
            return day if day == done or nightly().state == "done" or _finished(day) else done
    except Exception:
        log.exception("the night's work failed")
        return done


def _finished(day: date) -> bool:
    wanted = select(JobRun.id).where(JobRun.name == NIGHTLY, JobRun.day == day, JobRun.finished_at.is_not(None))
    return session().scalar(wanted) is not None


@commands.command(NIGHTLY)
def _nightly() -> None:
    """Erase what has been kept long enough, unless this night's work is done."""
    outcome = nightly()
    if outcome.state == "claimed":
        day = due(clock.now())
        click.echo("Already done." if _finished(day) else "Another process is at it, or has just failed.")
        return
    click.echo(f"Erased: {_told(outcome.erased)}.")
    if outcome.failed:
        click.echo(f"Failed: {', '.join(outcome.failed)}.", err=True)
        sys.exit(1)
