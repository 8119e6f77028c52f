"""The start page and the pages about the service itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core import clock, content, i18n, languages, site
from app.core.feature import Feature
from app.core.i18n import gettext as _
from app.core.route_patterns import path_patterns
from app.core.settings import settings
from app.home import app_manifest
from app.home.day_timeline import day_timeline
from app.locations import queries as locations
from app.locations.queries import LocationKind

root = Blueprint("front", __name__)
blueprint = Blueprint("home", __name__)


@root.get("/")
def front_door() -> Response:
    """Redirect to the start page in the language that the visitor chose before or that the browser prefers."""
    response = redirect(url_for("home.start", lang=i18n.lang()))
    response.vary.update(("Accept-Language", "Cookie"))
    response.cache_control.no_cache = True
    return response


@root.get("/manifest.webmanifest")
def manifest() -> Response:
    """Serve the web app manifest, in the language of the page that links to it."""
    shortcuts = [
        (_("Chat"), url_for("chat.start")),
        (_("I book a visit"), url_for("appointments.start")),
        (_("Search"), url_for("knowledge.search")),
    ]
    asset: app_manifest.AssetUrl = current_app.jinja_env.globals["asset"]  # type: ignore[assignment]
    response = jsonify(app_manifest.manifest(i18n.lang(), asset, shortcuts))
    response.mimetype = "application/manifest+json"
    response.cache_control.max_age = 3600
    if "lang" not in request.args:
        response.vary.update(("Accept-Language", "Cookie"))
    return response


@root.get("/service-worker.js")
def service_worker() -> Response:
    """Serve the service worker from the root, so that its scope is every page; browsers always revalidate it."""
    folder = current_app.config["DIST"]
    preface = app_manifest.worker_preface(current_app.config["RELEASE"], _offline_pages(), _worker_routes())
    response = make_response(preface + (folder / "service-worker.js").read_text("utf-8"))
    response.mimetype = "text/javascript"
    response.cache_control.no_cache = True
    response.headers["Service-Worker-Allowed"] = "/"
    response.add_etag()
    return response.make_conditional(request)


def _offline_pages() -> dict[str, list[str]]:
    """Return the paths of the public pages that the browser stores, by language."""
    kept = site.pages("offline")
    return {language: [site.page_path(page, language) for page in kept] for language in languages.tags()}


def _worker_routes() -> dict[str, Any]:
    """Return what the service worker has to know about paths: it has none of its own."""
    features: Sequence[Feature] = current_app.extensions["features"]
    return {
        "assets": url_for("assets.file", release="-", path="-").removesuffix("-/-"),
        "start": {language: url_for("home.start", lang=language) for language in languages.tags()},
        "offline": {language: url_for("home.offline", lang=language) for language in languages.tags()},
        "ownPages": path_patterns(endpoint for feature in features for endpoint in feature.own_pages),
        "queuedPosts": path_patterns(endpoint for feature in features for endpoint in feature.queued_posts),
        "preferences": path_patterns(["preferences.edit"]),
    }


@blueprint.get("/")
def start() -> str:
    """Show the start page."""
    state = locations.channel_state("chat")
    easy = i18n.page_language().easy
    return render_template(
        "home/easy.html" if easy else "home/start.html",
        state=state,
        line=day_timeline(state.windows, clock.now()),
        situations=content.load("life-situations.yaml"),
        places=[place for place in locations.locations() if place.kind == LocationKind.ASSISTANCE_POINT],
    )


@blueprint.get("/adatkezeles")
def privacy() -> str:
    """Show what is stored, for how long, and who sees it."""
    return render_template("home/privacy.html", kept=settings())


@blueprint.get("/offline")
def offline() -> str:
    """Show the page that replaces pages which are not stored, while there is no connection."""
    return render_template("home/offline.html")
