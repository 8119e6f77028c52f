"""What a feature may plug into the house, and the one function that plugs it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask
from flask.cli import AppGroup

from app.core import bus, i18n
from app.core.api import mount
from app.core.realtime import Events, add_namespace


@dataclass(frozen=True)
class Page:
    """One public page, named by endpoint and arguments; the language is left open."""

    endpoint: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Feature:
    """A feature's plugs.

    `public` blueprints stand under `/<lang>`, `staff` under `/staff`, `blueprints` at the root. `sitemap` lists the
    public pages, `offline` those that the browser keeps for times without a connection. `prepare` runs when the
    service is set up (fill an index, build files) and may run again at any time. `jinja` names template globals.
    `greeting` gives the lines that the server prints when it starts. `retention` erases, as of the given moment, what
    the room has kept long enough; it says how many of each kind, may be stopped anywhere and may run again.
    `every_5_seconds` runs every few seconds in each serving process, and is quick when nothing has changed.
    """

    name: str
    blueprints: Sequence[Blueprint] = ()
    public: Sequence[Blueprint] = ()
    staff: Sequence[Blueprint] = ()
    api: Blueprint | None = None
    namespaces: Sequence[Callable[[], Events]] = ()
    listens: Mapping[type, Callable[[Any], None]] = field(default_factory=dict)
    commands: AppGroup | None = None
    sitemap: Callable[[], Iterable[Page]] = tuple
    offline: Callable[[], Iterable[Page]] = tuple
    prepare: Callable[[], None] | None = None
    jinja: Mapping[str, Any] = field(default_factory=dict)
    health: Callable[[], Mapping[str, Any]] | None = None
    greeting: Callable[[], Iterable[str]] = tuple
    retention: Callable[[datetime], Mapping[str, int]] | None = None
    every_5_seconds: Callable[[], None] | None = None


def install(app: Flask, feature: Feature) -> None:
    """Plug `feature` into `app`."""
    for blueprint in feature.blueprints:
        app.register_blueprint(blueprint)
    for blueprint in feature.public:
        i18n.mount(app, blueprint)
    for blueprint in feature.staff:
        app.register_blueprint(blueprint, url_prefix=f"/staff{blueprint.url_prefix or ''}")
    if feature.api:
        mount(app, feature.api)
    for make_namespace in feature.namespaces:
        add_namespace(app, make_namespace())
    for kind, listener in feature.listens.items():
        bus.listen(app, kind, listener)
    if feature.commands:
        app.cli.add_command(feature.commands)
    app.jinja_env.globals.update(feature.jinja)
