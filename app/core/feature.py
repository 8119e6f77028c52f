"""What a feature may plug into the house, and the one function that plugs it in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, current_app
from flask.cli import AppGroup

from app.core import bus, i18n
from app.core.api import mount
from app.core.realtime import EventNamespace, add_namespace


@dataclass(frozen=True)
class Page:
    """One public page, named by endpoint and arguments; the language is left open."""

    endpoint: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One thing that belongs to a citizen's contact, as its own room describes it: a conversation, a visit.

    `kind` and `id` name it among the contact's parts; `code` selects it and opens nothing alone. `endpoint` and
    `arguments` lead to its page for the citizen, `staff_page` to the one for staff. `facts` are what else is stored, as
    label and value; `needs` names what the part itself needs. `kept_pages` are the endpoints, of the same arguments,
    whose pages a browser may have stored.
    """

    kind: str
    id: int
    icon: str
    title: str
    state: str
    endpoint: str
    arguments: Mapping[str, Any]
    at: datetime
    code: str = ""
    facts: Sequence[tuple[str, str]] = ()
    needs: Sequence[str] = ()
    staff_page: Page | None = None
    kept_pages: Sequence[str] = ()


@dataclass(frozen=True)
class ContactHooks:
    """What a room answers about the contacts that it keeps parts of. The room `contacts` asks; it knows no room above.

    `parts` lists what belongs to a contact. `erase` removes it, in the caller's transaction, with what no cascade of
    the database reaches. `export` returns everything stored of it, as JSON: of all parts, or only of the one that is
    named by kind and id. `used` returns those of the given contacts that have a part here, `addresses_needed` those
    whose telephone number or e-mail address is still needed at a moment. `find_code` returns the contact of the part
    with a code.
    """

    parts: Callable[[int], Sequence[Part]] = lambda _contact: ()
    erase: Callable[[int], None] = lambda _contact: None
    export: Callable[[int, tuple[str, int] | None], Mapping[str, Any]] = lambda _contact, _only: {}
    used: Callable[[Collection[int]], set[int]] = lambda _contacts: set()
    addresses_needed: Callable[[Collection[int], datetime], set[int]] = lambda _contacts, _now: set()
    find_code: Callable[[str], int | None] = lambda _code: None


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the staff menu, shown to the roles that may open the page.

    `label` is a lazy translation, `icon` a name in `pwa/symbols`. The work of the roles in `start_page_of` begins here
    instead of on the first page of their menu.
    """

    endpoint: str
    label: object
    icon: str
    start_page_of: Sequence[str] = ()


@dataclass(frozen=True)
class Feature:
    """Everything that a feature adds to the application.

    `public` blueprints are mounted under `/<lang>`, `staff` under `/staff`, `blueprints` at the root. `menu` lists the
    feature's entries in the staff menu. `sitemap` lists the public pages, `offline` those that the browser stores for
    use without a connection. `own_pages` names the endpoints of pages that belong to one citizen, whose browser stores
    those that were opened; `queued_posts` the endpoints to which it sends a request again after a lost connection.
    `contact` answers about the contacts that the room keeps parts of. `prepare` runs when the service is set up
    (fill an index, build files) and may run again at any time. `jinja` adds template globals, `filters` template
    filters. `start_message` returns the lines that the server prints when it starts. `retention` erases what has
    been stored long enough at the given time and returns how many of each kind; it may be interrupted anywhere and
    run again. `every_5_seconds` runs every few seconds in each serving process and is quick when nothing has
    changed.
    """

    name: str
    blueprints: Sequence[Blueprint] = ()
    public: Sequence[Blueprint] = ()
    staff: Sequence[Blueprint] = ()
    api: Blueprint | None = None
    namespaces: Sequence[Callable[[], EventNamespace]] = ()
    listens: Mapping[type, Callable[[Any], None]] = field(default_factory=dict)
    commands: AppGroup | None = None
    menu: Sequence[MenuEntry] = ()
    sitemap: Callable[[], Iterable[Page]] = tuple
    offline: Callable[[], Iterable[Page]] = tuple
    own_pages: Sequence[str] = ()
    queued_posts: Sequence[str] = ()
    prepare: Callable[[], None] | None = None
    jinja: Mapping[str, Any] = field(default_factory=dict)
    health: Callable[[], Mapping[str, Any]] | None = None
    start_message: Callable[[], Iterable[str]] = tuple
    retention: Callable[[datetime], Mapping[str, int]] | None = None
    every_5_seconds: Callable[[], None] | None = None
    contact: ContactHooks | None = None
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)


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
    app.jinja_env.filters.update(feature.filters)


def contact_hooks() -> list[ContactHooks]:
    """Return what the installed features answer about contacts."""
    return [feature.contact for feature in current_app.extensions["features"] if feature.contact]
