"""Site-wide endpoints (sitemap, robots.txt, health) and the command that prepares the installation."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from alembic import command
from alembic.config import Config
from flask import Blueprint, Flask, Response, current_app, jsonify, make_response, render_template, request, url_for
from sqlalchemy import text

from app.core import db, jobs, languages
from app.core.feature import Feature, Page
from app.core.route_patterns import require_endpoints
from app.core.settings import settings

log = logging.getLogger(__name__)
blueprint = Blueprint("site", __name__)
MIGRATIONS = Path(__file__).parents[1] / "migrations"


def init_app(app: Flask, features: Sequence[Feature]) -> None:
    """Register the site-wide endpoints and the `prepare` command; check the endpoints that the features name."""
    app.extensions["features"] = features
    for feature in features:
        require_endpoints(app, [*feature.own_pages, *feature.queued_posts, *(entry.endpoint for entry in feature.menu)])
    app.register_blueprint(blueprint)
    app.cli.command("prepare")(prepare)
    app.cli.command("downgrade")(downgrade)


def pages(hook: str) -> list[Page]:
    """Return the pages of all features under one hook: `sitemap` or `offline`."""
    return [page for feature in current_app.extensions["features"] for page in getattr(feature, hook)()]


def page_path(page: Page, language: str) -> str:
    """Return the path of `page` in `language`."""
    arguments: dict[str, Any] = {**page.arguments, "lang": language}
    return url_for(page.endpoint, **arguments)


def absolute_url(endpoint: str, **values: Any) -> str:
    """Return an absolute URL below `PUBLIC_URL` if that is set, otherwise below the host of the request."""
    return (settings().public_url or request.host_url.rstrip("/")) + url_for(endpoint, **values)


def public_url(endpoint: str, **values: Any) -> str:
    """Return the absolute URL under which citizens reach an endpoint; works outside of a request, as in an e-mail."""
    return settings().address + current_app.url_map.bind("").build(endpoint, values)


def prepare() -> None:
    """Migrate the database and run the `prepare` hook of every feature. Safe to run again."""
    _migrate(command.upgrade, "head")
    for feature in current_app.extensions["features"]:
        if feature.prepare:
            feature.prepare()
    jobs.record_installation()


@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to the migration REVISION, before an earlier version of the service is started again."""
    _migrate(command.downgrade, revision)
    click.echo(f"The database is at migration {revision}. Start the version that belongs to it.")


def _migrate(direction: Callable[[Config, str], None], revision: str) -> None:
    db.require_database()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with db.schema_transaction(db.engine()) as connection:
        config.attributes["connection"] = connection
        direction(config, revision)


def start_message() -> list[str]:
    """Return the lines that the server prints when it starts: its address, and the lines of the features."""
    added = [line for feature in current_app.extensions["features"] for line in feature.start_message()]
    return ["", f"Segít a hivatal is ready: {settings().address}/", *added, "Stop it with Ctrl+C."]


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List every public page in every language."""
    entries = [
        {language: settings().address + page_path(page, language) for language in languages.tags()}
        for page in pages("sitemap")
    ]
    response = make_response(render_template("sitemap.xml", entries=entries))
    response.mimetype = "application/xml"
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Keep search engines to the public pages: off the staff pages, the API and each citizen's own pages."""
    closed = disallowed_prefixes()
    within = [path for path in _public_paths() if any(path.startswith(prefix) for prefix in closed)]
    rules = [f"Disallow: {prefix}" for prefix in closed] + [f"Allow: {path}" for path in within]
    sitemap_line = f"Sitemap: {settings().address}{url_for('site.sitemap')}"
    response = make_response("\n".join(["User-agent: *", *rules, "", sitemap_line, ""]))
    response.mimetype = "text/plain"
    return response


def disallowed_prefixes() -> list[str]:
    """Return the beginnings of the paths that no search engine should request.

    Pages with a further argument beside the language belong to one citizen, unless pages of that endpoint are in the
    sitemap.
    """
    public = {page.endpoint for page in pages("sitemap")}
    with_argument = [
        rule for rule in current_app.url_map.iter_rules() if "lang" in rule.arguments and len(rule.arguments) > 1
    ]
    prefixes = {rule.endpoint: rule.rule.split(">", 1)[1].partition("<")[0] for rule in with_argument}
    in_sitemap = {prefix for endpoint, prefix in prefixes.items() if endpoint in public}
    own = sorted(set(prefixes.values()) - in_sitemap)
    return ["/staff/", "/api/", *(f"/{language}{prefix}" for prefix in own for language in languages.tags())]


def _public_paths() -> list[str]:
    return [page_path(page, language) for page in pages("sitemap") for language in languages.tags()]


@blueprint.get("/healthz")
def health() -> tuple[Response, int]:
    """Report the state of every part: status 200 when all work, 503 when one does not."""
    rooms = {feature.name: feature.health for feature in current_app.extensions["features"] if feature.health}
    probes = {"database": _database, "nightly": jobs.health, **rooms}
    parts = {name: _run_probe(name, probe) for name, probe in probes.items()}
    healthy = all(part["ok"] for part in parts.values())
    return jsonify(ok=healthy, parts=parts), 200 if healthy else 503


def _run_probe(name: str, probe: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    # A probe that raises counts as a failed part, and the other parts are still reported.
    try:
        return dict(probe())
    except Exception:
        log.exception("the health check of %s failed", name)
        db.discard_changes()
        return {"ok": False}


def _database() -> dict[str, Any]:
    db.session().execute(text("SELECT 1"))
    return {"ok": True, "dialect": db.engine().dialect.name}
