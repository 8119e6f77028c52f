"""Pages: life situations, services, one service in four reading variants, search."""

from __future__ import annotations

import unicodedata

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.i18n import lang
from app.knowledge import actions, markdown, queries, service_page, spelling
from app.knowledge.library import library

blueprint = Blueprint("knowledge", __name__)


@blueprint.app_template_filter("says")
def says(text: str, language: str) -> str:
    """Return one line of a service's text as HTML, marked with its `language` if the page has another."""
    return markdown.inline(text, language, lang())


@blueprint.get("/elethelyzetek")
def situations() -> str:
    """List the life situations."""
    return render_template("knowledge/situations.html", situations=library().situations.values())


@blueprint.get("/elethelyzetek/<slug>")
def situation(slug: str) -> str:
    """Show one life situation and its services."""
    known = library()
    found = known.situations.get(slug) or abort(404)
    services = (known.services[name] for name in found.services)
    shown = [service for service in services if service.current(clock.today())]
    return render_template("knowledge/situation.html", situation=found, services=shown)


@blueprint.get("/ugyek")
def services() -> str:
    """List all services from A to Z."""
    shown = sorted(queries.current_services(), key=lambda service: _alphabetical(service.variant(lang()).title))
    return render_template("knowledge/services.html", services=shown)


@blueprint.get("/ugyek/<slug>")
def service(slug: str) -> ResponseReturnValue:
    """Show one service; after its review date answer 410 and offer help."""
    known = library()
    found = known.services.get(slug)
    today = clock.today()
    if not found or found.valid_from > today:
        abort(404)
    if not found.current(today):
        return render_template("knowledge/withdrawn.html", service=found, text=found.variant(lang())), 410
    return service_page.render(found, known)


@blueprint.get("/kereses")
def search() -> str:
    """Show search results; count a search without any for the editors."""
    question = spelling.clean(request.args.get("q", ""))
    hits = queries.search(question, lang()) if question else []
    if question and not hits and request.method == "GET":
        actions.count_unanswered(question, lang())
    return render_template("knowledge/search.html", question=question, services=[hit.service for hit in hits])


def _alphabetical(title: str) -> tuple[str, str]:
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(mark))
    return plain, title
