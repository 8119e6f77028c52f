"""The start page and the pages about the service itself."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core import clock, content, i18n, site
from app.core.i18n import gettext as _
from app.core.settings import settings
from app.home import installing
from app.home.dayline import day_line
from app.locations import queries as locations

root = Blueprint("front", __name__)
blueprint = Blueprint("home", __name__)


@root.get("/")
def front_door() -> Response:
    """Lead to the start page in the language that the visitor chose before, or that the browser asks for."""
    response = redirect(url_for("home.start", lang=i18n.lang()))
    response.vary.update(("Accept-Language", "Cookie"))
    response.cache_control.no_cache = True
    return response


@root.get("/manifest.webmanifest")
def manifest() -> Response:
    """Describe the app for installing it, in the language of the page that names it."""
    shortcuts = [
        (_("Chat"), url_for("chat.start")),
        (_("I book a visit"), url_for("appointments.start")),
        (_("Search"), url_for("knowledge.search")),
    ]
    asset: installing.Address = current_app.jinja_env.globals["asset"]  # type: ignore[assignment]
    response = jsonify(installing.manifest(i18n.lang(), asset, shortcuts))
    response.mimetype = "application/manifest+json"
    response.cache_control.max_age = 3600
    if "lang" not in request.args:
        response.vary.update(("Accept-Language", "Cookie"))
    return response


@root.get("/service-worker.js")
def service_worker() -> Response:
    """Serve the worker from the root, so that it serves every page; the browser asks for a newer one each time."""
    folder = current_app.config["DIST"]
    preface = installing.worker_preface(current_app.config["RELEASE"], _address, site.pages("offline"))
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
    """Show what a citizen can do now."""
    state = locations.channel_state("chat")
    easy = i18n.lang() == "hu-simple"
    return render_template(
        "home/easy.html" if easy else "home/start.html",
        state=state,
        line=day_line(state.windows, clock.now()),
        situations=content.load("life-situations.yaml"),
        places=[place for place in locations.locations() if place.kind == "assistance-point"],
    )


@blueprint.get("/adatkezeles")
def privacy() -> str:
    """Say what is stored, for how long, and who sees it."""
    return render_template("home/privacy.html", kept=settings())


@blueprint.get("/offline")
def offline() -> str:
    """Stand in for a page that the browser did not keep, when there is no connection."""
    return render_template("home/offline.html")
