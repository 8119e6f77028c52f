"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask

from app import create_app
from app.accounts.actions import make_demo_link
from app.config import Settings
from app.core import clock as the_clock
from tests.support.browse import Browse
from tests.support.client import Client as BrowserClient
from tests.support.postgresql import PROGRAMS, PostgresServer
from tests.support.prepared import SharedRule, prepare

Flask.url_rule_class = SharedRule
OPEN = datetime.fromisoformat("2026-11-24T16:05+01:00")


class Clock:
    """Stops the service's clock at a moment of Budapest's time, and moves it."""

    def __init__(self) -> None:
        self._frozen = None

    def travel(self, moment: str) -> None:
        """Go to `2026-11-24T16:05` (Budapest's wall clock unless it says an offset)."""
        self.leave()
        there = datetime.fromisoformat(moment)
        there = there if there.tzinfo else there.replace(tzinfo=the_clock.BUDAPEST)
        self._frozen = the_clock.frozen(there)
        self._frozen.__enter__()

    def leave(self) -> None:
        if self._frozen:
            self._frozen.__exit__(None, None, None)
            self._frozen = None


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A Tuesday afternoon in opening hours."""
    clock = Clock()
    clock.travel("2026-11-24T16:05")
    yield clock
    clock.leave()


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(
        _env_file=None, data_dir=tmp_path, database_url="sqlite://", secret_key="test", async_mode="threading",
        file_store="memory", rate_limits=False, demo=True,
    )  # fmt: skip


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The application in a context, its tables empty, its features prepared, on an open Tuesday afternoon."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = BrowserClient
    prepare(app)
    with app.app_context():
        yield app


@pytest.fixture
def browse(app: Flask) -> Browse:
    return Browse(app.test_client())


@pytest.fixture
def staff(app: Flask) -> Callable[[str], Browse]:
    """`staff("operator")` is a browser signed in with that role, by a one-time link as `make run` prints them."""

    def sign_in(role: str) -> Browse:
        _name, token = make_demo_link(role)
        browse = Browse(app.test_client())
        browse.get(f"/staff/proba/{token}")
        return browse

    return sign_in


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test run's own."""
    if not PROGRAMS:
        pytest.skip("PostgreSQL's server is not installed on this machine (Debian package: postgresql)")
    with PostgresServer() as server:
        yield server
