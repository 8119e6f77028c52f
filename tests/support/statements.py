"""Counts the SQL statements that a request sends to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def recorded(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are executed inside the block, in one line each, without BEGIN and COMMIT."""
    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        if not statement.upper().startswith(TRANSACTION):
            statements.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def writes(statements: list[str]) -> list[str]:
    """Return those of `statements` that change something."""
    return [one for one in statements if not one.upper().startswith(("SELECT", "WITH", "PRAGMA"))]
