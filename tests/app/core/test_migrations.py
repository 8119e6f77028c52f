"""The one history of migrations leads to the tables that the code describes, on both databases, and back."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from app import create_app
from app.config import Settings
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
    with app.extensions["engine"].begin() as connection:
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


def described_here(_thing, name, kind, _reflected, _other):
    """Leave out the tables that the full-text index makes for itself."""
    return kind != "table" or not name.startswith("search_")
