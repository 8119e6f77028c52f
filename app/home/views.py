"""The start page and the pages about the service itself."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core import clock, content, i18n
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


@blueprint.get("/vallalasaink")
def charter() -> str:
    """Show the five promises, and what is true about measuring them."""
    return render_template("home/charter.html", charter=content.site()["charter"], project=content.site()["project"])


@blueprint.get("/adatkezeles")
def privacy() -> str:
    """Say what is stored, for how long, and who sees it."""
    return render_template("home/privacy.html")


@blueprint.get("/offline")
def offline() -> str:
    """Stand in for a page that the browser did not keep, when there is no connection."""
    return render_template("home/offline.html")
