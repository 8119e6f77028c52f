"""What happens when a nested transaction block fails, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import create_app
from app.config import Settings, read_settings
from app.core import clock, db
from app.core.idempotency import IdempotencyRecord


class MishapError(Exception):
    """Something that goes wrong half-way."""


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """An application on one of the two databases, in a context."""
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    app = create_app(read_settings(**{**settings.model_dump(), "database_url": url, "_env_file": None}))
    with app.app_context():
        db.Base.metadata.create_all(db.engine())
        yield app
        db.session().close()
        db.engine().dispose()


pytestmark = pytest.mark.usefixtures("both")


def add(key: str) -> None:
    db.session().add(IdempotencyRecord(key=key, request_hash="x", created_at=clock.now()))
    db.session().flush()


def fail_inside() -> None:
    with suppress(MishapError), db.transaction():
        add("inner")
        raise MishapError


def kept() -> set[str]:
    return set(db.session().scalars(select(IdempotencyRecord.key)))


def test_a_caught_failure_of_an_inner_block_fails_the_outer_one():
    def outer() -> None:
        with db.transaction():
            add("before")
            fail_inside()

    with pytest.raises(db.TransactionDoomedError, match="nested") as raised:
        outer()
    assert isinstance(raised.value.__cause__, MishapError)
    assert kept() == set()


def test_a_caught_database_error_of_an_inner_block_fails_the_outer_one():
    def outer() -> None:
        with db.transaction():
            add("taken")
            with suppress(IntegrityError), db.transaction():
                add("taken")

    with pytest.raises(db.TransactionDoomedError) as raised:
        outer()
    assert isinstance(raised.value.__cause__, IntegrityError)
    assert kept() == set()


@pytest.mark.parametrize(
    "go_on", [kept, lambda: add("after"), lambda: db.session().execute(delete(IdempotencyRecord))],
    ids=["read", "insert", "delete"],
)  # fmt: skip
def test_no_statement_is_executed_after_an_inner_block_has_failed(go_on):
    reached: list[str] = []

    def outer() -> None:
        with db.transaction():
            fail_inside()
            go_on()
            reached.append("past the statement")

    with pytest.raises(db.TransactionDoomedError):
        outer()
    assert reached == []
    assert kept() == set()


def test_no_block_is_entered_after_an_inner_one_has_failed():
    reached: list[str] = []

    def outer() -> None:
        with db.transaction():
            fail_inside()
            with db.transaction():
                reached.append("inside")

    with pytest.raises(db.TransactionDoomedError):
        outer()
    assert reached == []


def test_every_enclosing_block_fails_even_when_each_failure_is_caught():
    ended: list[str] = []

    def middle() -> None:
        with db.transaction():
            fail_inside()
        ended.append("middle")

    def outer() -> None:
        with db.transaction(), suppress(db.TransactionDoomedError):
            middle()
        ended.append("outer")

    with pytest.raises(db.TransactionDoomedError):
        outer()
    assert ended == []
    assert kept() == set()


def test_callbacks_of_a_doomed_transaction_never_run():
    ran: list[str] = []

    def outer() -> None:
        with db.transaction():
            db.after_commit(lambda: ran.append("before"))
            fail_inside()
            db.after_commit(lambda: ran.append("after"))

    with pytest.raises(db.TransactionDoomedError):
        outer()
    with db.transaction():
        pass
    assert ran == []


def test_an_exception_that_nobody_catches_comes_out_as_it_is():
    def outer() -> None:
        with db.transaction(), db.transaction():
            raise MishapError

    with pytest.raises(MishapError):
        outer()


def test_the_session_works_again_after_a_doomed_transaction():
    with suppress(db.TransactionDoomedError), db.transaction():
        fail_inside()
    with db.transaction():
        add("next")
    db.session().rollback()
    assert kept() == {"next"}


def test_a_savepoint_may_fail_without_dooming_the_transaction():
    with db.transaction() as current:
        add("kept")
        with suppress(IntegrityError), current.begin_nested():
            add("kept")
        add("also kept")
    db.session().rollback()
    assert kept() == {"kept", "also kept"}
