"""One session per application context, one transaction per action, events after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from flask import Flask, current_app, g
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Result,
    StaticPool,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from app.config import WrongSetting

# Session events: a statement is executed, or changed objects are about to be written.
REFUSED_WHEN_DOOMED = ("do_orm_execute", "before_flush")


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: an aware datetime in Python, UTC in every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value in UTC. Raise `ValueError` for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored datetime needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the type's signature
        """Return an aware datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def open_engine(url: str) -> Engine:
    """Return an engine for `url`. SQLite runs in WAL mode, in which a writer does not block readers."""
    # Parameters are often personal data, so the error of a failed statement must not contain them.
    connect = partial(create_engine, url, hide_parameters=True)
    if url == "sqlite://":
        engine = connect(poolclass=StaticPool, connect_args={"check_same_thread": False})
    elif url.startswith("sqlite"):
        engine = connect(pool_size=20, max_overflow=40)
    else:
        engine = connect(pool_pre_ping=True, pool_size=20, max_overflow=20)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    # The driver would begin transactions by itself, without IMMEDIATE; _begin_sqlite does it instead.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=8000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that begins by reading can fail when it writes; taking the write lock at once only makes it wait.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def require_database() -> None:
    """Raise `WrongSetting` with one sentence when the database cannot be opened."""
    try:
        with engine().connect():
            return
    except SQLAlchemyError as error:
        why = " ".join(str(getattr(error, "orig", None) or error).split())
        where = engine().url.render_as_string(hide_password=True)
        raise WrongSetting(f"Wrong setting DATABASE_URL={where!r}: it cannot be opened ({why}).") from None


def init_app(app: Flask, url: str) -> None:
    """Open the database; close the session of each application context when it ends."""
    app.extensions["engine"] = open_engine(url)
    app.teardown_appcontext(_close)


def engine() -> Engine:
    """Return the engine of the current application."""
    return cast(Engine, current_app.extensions["engine"])


@contextmanager
def schema_transaction(engine: Engine) -> Iterator[Connection]:
    """Open one transaction in which tables may be rebuilt.

    SQLite changes a table by creating a new one and dropping the old one. With foreign keys on, that would delete the
    rows that refer to the table; so they are off, and all of them are checked before the commit.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError(f"{broken[0]} refers to missing rows of {broken[2]}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def session() -> Session:
    """Return the session of the current application context."""
    if "db_session" not in g:
        g.db_session = Session(engine(), expire_on_commit=False)
        g.db_after_commit = []
        g.db_depth = 0
        g.db_failed_by = None
    return cast(Session, g.db_session)


class TransactionDoomedError(RuntimeError):
    """A nested `transaction()` block has failed, so nothing of the whole transaction can be committed any more."""

    def __init__(self) -> None:
        super().__init__(
            "a nested transaction() block failed, and its exception was caught inside an outer block; "
            "everything is rolled back (use session.begin_nested() around a statement that may fail)"
        )


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit at the end of the outermost block, then run the callbacks that `after_commit` has collected.

    Blocks may be nested; they form one transaction. When a block fails, the whole transaction is rolled back. Code that
    catches the failure inside an outer block cannot continue with half of the work: every later statement, and the end
    of each outer block, raises `TransactionDoomedError`.
    """
    current = session()
    if g.db_failed_by is not None:
        raise TransactionDoomedError from g.db_failed_by
    if g.db_depth == 0:
        current.commit()
        current.connection(execution_options={"writing": True})
    g.db_depth += 1
    try:
        yield current
        if g.db_failed_by is not None:
            raise TransactionDoomedError from g.db_failed_by
        if g.db_depth == 1:
            current.commit()
    except BaseException as error:
        g.db_depth -= 1
        _roll_back(current, error)
        raise
    g.db_depth -= 1
    if g.db_depth == 0:
        callbacks, g.db_after_commit = g.db_after_commit, []
        for callback in callbacks:
            callback()


def _roll_back(current: Session, error: BaseException) -> None:
    """Undo everything; while an outer block is still open, keep it from going on."""
    current.rollback()
    g.db_after_commit.clear()
    if g.db_depth and g.db_failed_by is None:
        g.db_failed_by = error
        for moment in REFUSED_WHEN_DOOMED:
            event.listen(current, moment, _refuse)
    elif not g.db_depth and g.db_failed_by is not None:
        g.db_failed_by = None
        for moment in REFUSED_WHEN_DOOMED:
            event.remove(current, moment, _refuse)


def _refuse(*_details: object) -> None:
    raise TransactionDoomedError from g.db_failed_by


def affected_rows(result: Result[Any]) -> int:
    """Return how many rows a statement has changed or deleted."""
    return cast(CursorResult[Any], result).rowcount


def after_commit(callback: Callable[[], None]) -> None:
    """Run `callback` once the current transaction has committed; immediately when no transaction is open."""
    session()
    if g.db_depth:
        g.db_after_commit.append(callback)
    else:
        callback()


def discard_changes() -> None:
    """Roll back what a failed request left unfinished, so that the error page can read the database."""
    if current := g.get("db_session"):
        current.rollback()


def _close(_error: BaseException | None) -> None:
    if current := g.pop("db_session", None):
        current.close()
