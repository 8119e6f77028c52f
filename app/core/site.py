"""What belongs to the site as a whole: its map, its health, its set-up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from flask import Blueprint, Flask, Response, current_app, jsonify, make_response, render_template, request, url_for
from sqlalchemy import text

from app.core import db, jobs, languages
from app.core.feature import Feature, Page
from app.core.settings import settings

log = logging.getLogger(__name__)
blueprint = Blueprint("site", __name__)
MIGRATIONS = Path(__file__).parents[1] / "migrations"


def init_app(app: Flask, features: Sequence[Feature]) -> None:
    """Serve the map and the health; add the command that sets everything up."""
    app.extensions["features"] = features
    app.register_blueprint(blueprint)
    app.cli.command("prepare")(prepare)


def pages(hook: str) -> list[Page]:
    """Return what all features name under `sitemap` or `offline`."""
    return [page for feature in current_app.extensions["features"] for page in getattr(feature, hook)()]


def address(page: Page, language: str) -> str:
    """Return where `page` stands in `language`."""
    arguments: dict[str, Any] = {**page.arguments, "lang": language}
    return url_for(page.endpoint, **arguments)


def absolute_url(endpoint: str, **values: Any) -> str:
    """Return a whole address: below `PUBLIC_URL` where it is set, whatever host the request has named."""
    return (settings().public_url or request.host_url.rstrip("/")) + url_for(endpoint, **values)


def prepare() -> None:
    """Bring the database up to date and let every feature get ready. Safe to run again."""
    db.require_database()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with db.schema_transaction(db.engine()) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    for feature in current_app.extensions["features"]:
        if feature.prepare:
            feature.prepare()
    jobs.note_installation()


def greeting() -> list[str]:
    """Return what the server says when it starts: the address, and what the features add."""
    added = [line for feature in current_app.extensions["features"] for line in feature.greeting()]
    return ["", f"Segít a hivatal is ready: {settings().address}/", *added, "Stop it with Ctrl+C."]


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List every public page in every language."""
    entries = [
        {language: settings().address + address(page, language) for language in languages.tags()}
        for page in pages("sitemap")
    ]
    response = make_response(render_template("sitemap.xml", entries=entries))
    response.mimetype = "application/xml"
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Keep search engines to the public pages: out of the staff's, the programs' and what is one citizen's own."""
    closed = closed_to_robots()
    within = [path for path in _paths() if any(path.startswith(start) for start in closed)]
    rules = [f"Disallow: {start}" for start in closed] + [f"Allow: {path}" for path in within]
    map_of_all = f"Sitemap: {settings().address}{url_for('site.sitemap')}"
    response = make_response("\n".join(["User-agent: *", *rules, "", map_of_all, ""]))
    response.mimetype = "text/plain"
    return response


def closed_to_robots() -> list[str]:
    """Return how the addresses begin that no search engine is to ask for.

    A page that names one thing is somebody's own, unless pages like it are on the map.
    """
    public = {page.endpoint for page in pages("sitemap")}
    named = [rule for rule in current_app.url_map.iter_rules() if "lang" in rule.arguments and len(rule.arguments) > 1]
    starts = {rule.endpoint: rule.rule.split(">", 1)[1].partition("<")[0] for rule in named}
    on_map = {start for endpoint, start in starts.items() if endpoint in public}
    own = sorted(set(starts.values()) - on_map)
    return ["/staff/", "/api/", *(f"/{language}{start}" for start in own for language in languages.tags())]


def _paths() -> list[str]:
    return [address(page, language) for page in pages("sitemap") for language in languages.tags()]


@blueprint.get("/healthz")
def health() -> tuple[Response, int]:
    """Say how the parts are: 200 when all work, 503 when one does not."""
    rooms = {feature.name: feature.health for feature in current_app.extensions["features"] if feature.health}
    probes = {"database": _database, "nightly": jobs.health, **rooms}
    parts = {name: _asked(name, probe) for name, probe in probes.items()}
    well = all(part["ok"] for part in parts.values())
    return jsonify(ok=well, parts=parts), 200 if well else 503


def _asked(name: str, probe: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    # A part that cannot even answer is not well, and the others still have their say.
    try:
        return dict(probe())
    except Exception:
        log.exception("%s does not answer", name)
        db.discard_changes()
        return {"ok": False}


def _database() -> dict[str, Any]:
    db.session().execute(text("SELECT 1"))
    return {"ok": True, "dialect": db.engine().dialect.name}
