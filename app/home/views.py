"""The start page and the pages about the service itself."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core import clock, content, i18n, site
from app.core.i18n import gettext as _
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
    asset: app_manifest.Address = current_app.jinja_env.globals["asset"]  # type: ignore[assignment]
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
    preface = app_manifest.worker_preface(current_app.config["RELEASE"], _address, site.pages("offline"))
    response = make_response(preface + (folder / "service-worker.js").read_text("utf-8"))
    response.mimetype = "text/javascript"
    response.cache_control.no_cache = True
    response.headers["Service-Worker-Allowed"] = "/"
    response.add_etag()
    return response.make_conditional(request)


def _address(language: str, endpoint: str, arguments: Mapping[str, str]) -> str:
    return url_for(endpoint, lang=language, **arguments)  # type: ignore[arg-type]


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
