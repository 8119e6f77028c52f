"""An application's empty tables and prepared features: made once, then copied for every test."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from werkzeug.routing import Rule

from app.config import Settings
from app.core import clock, db, languages
from app.core.db import Base


class SharedBytecode(BytecodeCache):
    """Compiled templates of this process, as they are and unread; a template whose source has changed is compiled."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


class SharedRule(Rule):
    """An address whose builder is compiled once for all applications of this process that speak the same languages."""

    _builders: ClassVar[dict[tuple[Any, ...], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple(sorted((self.defaults or {}).items()))
        key = (self.rule, tuple(self._trace), defaults, append_unknown, languages.tags())
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


BYTECODE = SharedBytecode()
DATABASES: dict[tuple[Any, ...], sqlite3.Connection] = {}
_in_memory: list[Engine] = []


def prepare(app: Flask) -> None:
    """Give `app` its tables and prepare its features, as `flask prepare` does."""
    app.jinja_env.bytecode_cache = BYTECODE
    settings: Settings = app.extensions["settings"]
    if settings.database != "sqlite://" or settings.file_store != "memory":
        with app.app_context():
            _make(app)
        return
    _share_engine(app)
    with app.app_context():
        # What is prepared is made of the town's content, as it is read on this day.
        key = (settings.content_dir, clock.today(), languages.tags())
        if key in DATABASES:
            DATABASES[key].backup(_driver())
        else:
            sqlite3.connect(":memory:").backup(_driver())
            _make(app)
            DATABASES[key] = sqlite3.connect(":memory:", check_same_thread=False)
            _driver().backup(DATABASES[key])
            # What has been read until now stays: the collector need not look through it again and again.
            gc.collect()
            gc.freeze()


def _share_engine(app: Flask) -> None:
    """Give `app` the one database in memory of this process: compiling the same statements for each test takes long."""
    if not _in_memory:
        _in_memory.append(app.extensions["engine"])
    # Its own view of it: what a test listens to on this engine, the next test's engine does not tell.
    app.extensions["engine"] = _in_memory[0].execution_options()


def _make(app: Flask) -> None:
    Base.metadata.create_all(app.extensions["engine"])
    for feature in app.extensions["features"]:
        if feature.prepare:
            feature.prepare()
    db.session().commit()


def _driver() -> sqlite3.Connection:
    with db.engine().connect() as connection:
        driver = connection.connection.driver_connection
    # What the test before has left open must not keep this one out.
    driver.rollback()
    return driver
