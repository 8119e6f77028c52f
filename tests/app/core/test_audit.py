"""The audit log only grows, whoever asks the database otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.config import Settings
from app.core import audit, db
from app.core.db import Base


@pytest.fixture(params=["sqlite", "postgresql"])
def logging(request, settings: Settings) -> Iterator[Flask]:
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    app = create_app(settings.model_copy(update={"database_url": Settings(database_url=url).database_url}))
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        with db.transaction():
            audit.record("staff:1", "staff.sign-in", "staff:1", means="passkey")
        yield app
    app.extensions["engine"].dispose()


@pytest.mark.usefixtures("logging")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET actor = 'staff:2'", "UPDATE audit_entry SET details = '{}' WHERE id = 1",
     "DELETE FROM audit_entry", "DELETE FROM audit_entry WHERE id = 1"],
)  # fmt: skip
def test_the_database_refuses_to_change_or_remove_an_entry(statement: str):
    with pytest.raises(DBAPIError, match=audit.REFUSAL), db.transaction() as current:
        current.execute(text(statement))
    entry = db.session().scalars(select(audit.AuditEntry)).one()
    assert (entry.actor, entry.details) == ("staff:1", {"means": "passkey"})
    with db.transaction():
        audit.record("staff:1", "staff.sign-out", "staff:1")
    assert len(db.session().scalars(select(audit.AuditEntry)).all()) == 2


def invite_in_vain() -> None:
    with db.transaction():
        audit.record("staff:1", "staff.invite", "staff:2")
        raise RuntimeError


@pytest.mark.usefixtures("logging")
def test_an_entry_stands_and_falls_with_what_it_tells_of():
    with pytest.raises(RuntimeError):
        invite_in_vain()
    assert [entry.action for entry in db.session().scalars(select(audit.AuditEntry))] == ["staff.sign-in"]


def test_an_action_has_words_and_a_strange_one_its_name():
    assert audit.action("test.wave", "Waved") == "test.wave"
    assert audit.words("test.wave") == "Waved"
    assert audit.words("test.never-named") == "test.never-named"
