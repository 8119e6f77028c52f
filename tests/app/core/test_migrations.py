"""The one history of migrations leads to the tables that the code describes, on both databases, and back."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from app import create_app
from app.config import Settings
from app.core import db
from app.core.db import Base
from app.core.site import MIGRATIONS


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request, tmp_path):
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    app = create_app(Settings(_env_file=None, data_dir=tmp_path, database_url=url, async_mode="threading"))
    with app.app_context():
        yield app
    app.extensions["engine"].dispose()


def run(app, direction, revision):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with db.schema_transaction(app.extensions["engine"]) as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)


def test_the_migrations_make_the_tables_that_the_code_describes(empty_app):
    run(empty_app, "upgrade", "head")
    with empty_app.extensions["engine"].connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": described_here})
        differences = compare_metadata(context, Base.metadata)
    assert differences == []


def test_every_migration_can_be_taken_back(empty_app):
    run(empty_app, "upgrade", "head")
    run(empty_app, "downgrade", "base")
    with empty_app.extensions["engine"].connect() as connection:
        left = MigrationContext.configure(connection).get_current_revision()
    assert left is None


def test_preparing_twice_changes_nothing(empty_app):
    runner = empty_app.test_cli_runner()
    for _time in range(2):
        result = runner.invoke(args=["prepare"])
        assert result.exit_code == 0, result.output


def test_a_command_takes_the_database_back_to_an_earlier_version(empty_app):
    runner = empty_app.test_cli_runner()
    runner.invoke(args=["prepare"])
    told = runner.invoke(args=["downgrade", "0003"])
    assert "migration 0003" in told.output
    with empty_app.extensions["engine"].connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0003"


def test_what_people_wrote_survives_every_step(empty_app):
    """SQLite rebuilds a table to change it; what refers to the table must not go with the old one."""
    engine = empty_app.extensions["engine"]
    run(empty_app, "upgrade", "0001")
    with engine.begin() as connection:
        for statement in WRITTEN:
            connection.exec_driver_sql(statement)
    for direction, revision in (("upgrade", "head"), ("downgrade", "0001"), ("upgrade", "head")):
        run(empty_app, direction, revision)
        with engine.connect() as connection:
            kept = ("conversation", "message", "conversation_key" if revision == "0001" else "device_key")
            found = {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in kept}
        assert found == dict.fromkeys(kept, 1), revision


def test_a_rebuilt_table_refuses_what_it_refused_before(empty_app):
    engine = empty_app.extensions["engine"]
    run(empty_app, "upgrade", "head")
    with engine.begin() as connection:
        for statement in AT_HEAD:
            connection.exec_driver_sql(statement)
    for nonsense in ("channel = 'smoke'", "state = 'lost'", "state = 'active'", "outcome = 'lost'"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE conversation SET {nonsense}")


def test_the_number_of_an_erased_conversation_is_never_given_again(empty_app):
    engine = empty_app.extensions["engine"]
    run(empty_app, "upgrade", "head")
    with engine.begin() as connection:
        for statement in AT_HEAD:
            connection.exec_driver_sql(statement)
        first = connection.exec_driver_sql("SELECT id FROM conversation").scalar()
        connection.exec_driver_sql("DELETE FROM conversation")
        connection.exec_driver_sql(AT_HEAD[1])
        assert connection.exec_driver_sql("SELECT id FROM conversation").scalar() > first


AT_HEAD = (
    ("INSERT INTO contact (public_id, reference, language, needs, begun_at) "
    "VALUES ('p', 'BKT472', 'hu', '[]', '2026-11-24 15:05:00')"),
    ("INSERT INTO conversation (public_id, contact_id, channel, subject, state, opened_at) "
    "VALUES ('p', 1, 'chat', 'Lakcím', 'waiting', '2026-11-24 15:05:00')"),
)
WRITTEN = (
    (
        "INSERT INTO conversation (id, public_id, reference, code_hash, channel, language, topic, needs, state, "
        "opened_at) VALUES (1, 'p', 'BKT472', 'h', 'chat', 'hu', 'Lakcím', '[]', 'waiting', '2026-11-24 15:05:00')"
    ),
    (
        "INSERT INTO conversation_key (id, conversation_id, token_hash, created_at) "
        "VALUES (1, 1, 'h', '2026-11-24 15:05:00')"
    ),
    (
        "INSERT INTO message (id, conversation_id, ref, author, body, at) "
        "VALUES (1, 1, 'r', 'citizen', 'Jó napot!', '2026-11-24 15:05:00')"
    ),
)


def described_here(_thing, name, kind, _reflected, _other):
    """Leave out the tables that the full-text index makes for itself."""
    return kind != "table" or not name.startswith("search_")
