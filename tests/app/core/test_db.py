"""Transactions, what happens after them, and moments in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from app.core import db
from app.core.audit import AuditEntry, record
from app.core.clock import BUDAPEST
from app.core.idempotency import IdempotencyRecord

pytestmark = pytest.mark.usefixtures("app")

MOMENT = datetime(2026, 11, 24, 15, 5, tzinfo=UTC)


class MishapError(Exception):
    """Something that goes wrong half-way."""


def try_and_fail(act: Callable[[], object]) -> None:
    """Do `act` in a transaction that then fails."""

    def attempt() -> None:
        with db.transaction():
            act()
            raise MishapError

    with pytest.raises(MishapError):
        attempt()


def add(key: str) -> None:
    db.session().add(entry(key))
    db.session().flush()


def entry(key: str, at: datetime = MOMENT) -> IdempotencyRecord:
    return IdempotencyRecord(key=key, request_hash="x", created_at=at)


def kept() -> set[str]:
    return set(db.session().scalars(select(IdempotencyRecord.key)))


def test_a_transaction_keeps_what_it_wrote():
    with db.transaction() as current:
        current.add(entry("a"))
    db.session().rollback()
    assert kept() == {"a"}


def test_a_failed_transaction_keeps_nothing():
    try_and_fail(lambda: add("a"))
    assert kept() == set()


def test_an_inner_transaction_joins_the_outer_one():
    def both() -> None:
        add("outer")
        with db.transaction() as inner:
            assert inner is db.session()
            add("inner")

    try_and_fail(both)
    assert kept() == set()


def test_after_a_failure_the_next_transaction_works():
    with db.transaction() as current:
        current.add(entry("a"))
    with pytest.raises(IntegrityError), db.transaction() as current:
        current.add(entry("a"))
    db.session().expunge_all()
    with db.transaction() as current:
        current.add(entry("b"))
    assert kept() == {"a", "b"}


def test_callbacks_run_in_order_once_the_outermost_block_has_committed():
    seen: list[tuple[str, set[str]]] = []
    with db.transaction() as current:
        with db.transaction():
            db.after_commit(lambda: seen.append(("first", kept())))
        current.add(entry("a"))
        db.after_commit(lambda: seen.append(("second", kept())))
        assert seen == []
    assert seen == [("first", {"a"}), ("second", {"a"})]


def test_callbacks_of_a_failed_transaction_never_run():
    seen: list[str] = []
    try_and_fail(lambda: db.after_commit(lambda: seen.append("never")))
    with db.transaction():
        pass
    assert seen == []


def test_a_callback_outside_of_a_transaction_runs_at_once():
    seen: list[str] = []
    db.after_commit(lambda: seen.append("now"))
    assert seen == ["now"]


def test_a_callback_may_open_its_own_transaction():
    def more() -> None:
        with db.transaction() as current:
            current.add(entry("later"))

    with db.transaction() as current:
        current.add(entry("first"))
        db.after_commit(more)
    assert kept() == {"first", "later"}


@pytest.mark.parametrize(
    "moment", [MOMENT, MOMENT.astimezone(BUDAPEST), datetime(2026, 10, 25, 2, 30, tzinfo=BUDAPEST, fold=1)]
)
def test_a_moment_comes_back_aware_and_the_same_wherever_it_was_written(moment: datetime):
    with db.transaction() as current:
        current.add(entry("a", moment))
    db.session().expire_all()
    back = db.session().scalar(select(IdempotencyRecord.created_at))
    assert back == moment.astimezone(UTC)
    assert back.utcoffset() == timedelta(0)


def test_moments_are_compared_as_moments():
    with db.transaction() as current:
        current.add_all([entry("before", MOMENT - timedelta(minutes=1)), entry("after", MOMENT + timedelta(minutes=1))])
    there = MOMENT.astimezone(BUDAPEST)
    found = db.session().scalars(select(IdempotencyRecord.key).where(IdempotencyRecord.created_at > there)).all()
    assert found == ["after"]


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(StatementError, match="time zone"), db.transaction() as current:
        current.add(entry("a", MOMENT.replace(tzinfo=None)))


def test_a_file_database_lets_readers_read_while_somebody_writes(tmp_path):
    engine = db.open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    with engine.begin() as setup:
        setup.execute(text("CREATE TABLE t (x)"))
    with engine.connect().execution_options(writing=True) as writer, engine.connect() as reader:
        writer.execute(text("INSERT INTO t VALUES (1)"))
        assert reader.execute(text("SELECT count(*) FROM t")).scalar() == 0
    engine.dispose()


def test_the_audit_log_is_written_with_what_it_tells_of_or_not_at_all():
    try_and_fail(lambda: record("anna", "place.close", "varoshaza"))
    with db.transaction():
        record("anna", "place.open", "varoshaza", day="2026-11-24")
    written = db.session().scalars(select(AuditEntry)).all()
    assert [(e.actor, e.action, e.subject, e.details) for e in written] == [
        ("anna", "place.open", "varoshaza", {"day": "2026-11-24"})
    ]
