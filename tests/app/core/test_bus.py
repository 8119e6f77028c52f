"""Events: told after the commit, to everyone who listens, whatever one of them does."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app import create_app
from app.core import bus, db
from app.core.clock import now
from app.core.idempotency import IdempotencyRecord

pytestmark = pytest.mark.usefixtures("app")


@dataclass(frozen=True)
class DoorOpened:
    door: int


@dataclass(frozen=True)
class DoorClosed:
    door: int


def store_twice(event: object) -> None:
    """Publish `event` in a transaction that the database refuses."""
    with db.transaction() as current:
        bus.publish(event)
        for _ in range(2):
            current.execute(insert(IdempotencyRecord).values(key="same", request_hash="x", created_at=now()))


def test_listeners_hear_of_an_event_after_the_commit(app: Flask):
    heard: list[tuple[int, int]] = []

    def count() -> int:
        return len(db.session().scalars(select(IdempotencyRecord.key)).all())

    bus.listen(app, DoorOpened, lambda event: heard.append((event.door, count())))
    with db.transaction() as current:
        bus.publish(DoorOpened(7))
        current.add(IdempotencyRecord(key="a", request_hash="x", created_at=now()))
        assert heard == []
    assert heard == [(7, 1)]


def test_listeners_hear_nothing_of_what_was_rolled_back(app: Flask):
    heard: list[object] = []
    bus.listen(app, DoorOpened, heard.append)
    with pytest.raises(IntegrityError):
        store_twice(DoorOpened(7))
    assert heard == []


def test_a_listener_hears_only_of_its_own_kind(app: Flask):
    heard: list[object] = []
    bus.listen(app, DoorClosed, heard.append)
    with db.transaction():
        bus.publish(DoorOpened(1))
        bus.publish(DoorClosed(2))
    assert heard == [DoorClosed(2)]


def test_a_failing_listener_hides_the_event_from_nobody_and_is_logged(app: Flask, caplog):
    heard: list[object] = []

    def failing(_event: object) -> None:
        raise RuntimeError("broken bell")

    bus.listen(app, DoorOpened, failing)
    bus.listen(app, DoorOpened, heard.append)
    with db.transaction():
        bus.publish(DoorOpened(3))
    assert heard == [DoorOpened(3)]
    assert "failing" in caplog.text
    assert "broken bell" in caplog.text


def test_one_listener_per_application(settings):
    """What one application listens to, another one does not hear."""
    heard: list[object] = []
    bus.listen(create_app(settings), DoorOpened, heard.append)
    with db.transaction():
        bus.publish(DoorOpened(4))
    assert heard == []
