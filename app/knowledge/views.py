"""Pages: life situations, services, one service in four reading variants, search."""

from __future__ import annotations

import unicodedata
from datetime import date

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.core import clock
from app.core.i18n import lang
from app.knowledge import actions, answer, markdown, queries, spelling
from app.knowledge.library import FormTitle, Service, Situation, Variant, library

blueprint = Blueprint("knowledge", __name__)

RELATED = 4
"""So many other matters of the same situation are named at the end of a page."""
EVERYWHERE = 6
"""A service that belongs to more situations than this belongs to none in particular."""


@blueprint.app_template_filter("says")
def says(text: str, language: str) -> str:
    """Print a line of a service's text, which is in `language`, on this page."""
    return markdown.inline(text, language, lang())


@blueprint.get("/elethelyzetek")
def situations() -> str:
    """List the life situations."""
    return render_template("knowledge/situations.html", situations=library().situations.values())


@blueprint.get("/elethelyzetek/<slug>")
def situation(slug: str) -> str:
    """Show one life situation and its services."""
    found = library().situations.get(slug) or abort(404)
    shown = [service for service in _services(found) if service.current(clock.today())]
    return render_template("knowledge/situation.html", situation=found, services=shown)


@blueprint.get("/ugyek")
def services() -> str:
    """List all services from A to Z."""
    shown = sorted(queries.current_services(), key=lambda service: _alphabetical(service.variant(lang()).title))
    return render_template("knowledge/services.html", services=shown)


@blueprint.get("/ugyek/<slug>")
def service(slug: str) -> ResponseReturnValue:
    """Show one service; after its review date, say that it is withdrawn and offer help."""
    found = library().services.get(slug)
    today = clock.today()
    if not found or found.valid_from > today:
        abort(404)
    variant = found.variant(lang())
    if not found.current(today):
        return render_template("knowledge/withdrawn.html", service=found, text=variant), 410
    home = _home(found)
    forms = [form for form in found.forms if form.current(today)]
    body = _body(found, variant, home, forms)
    return render_template(
        "knowledge/service.html", service=found, text=variant, situation=home, forms=forms, body=body
    )


def _body(found: Service, variant: Variant, home: Situation | None, forms: list[FormTitle]) -> Markup:
    """Draw the page below its title, once a day and language: it holds nothing about the visitor."""
    kept: dict[tuple[date, str, str], Markup] = current_app.extensions.setdefault("knowledge_bodies", {})
    key = (clock.today(), lang(), found.slug)
    if key not in kept:
        for old in [one for one in kept if one[0] != key[0]]:
            del kept[old]
        drawn = render_template(
            "knowledge/service-body.html",
            service=found,
            text=variant,
            facts=_facts(variant),
            forms=forms,
            situation=home,
            related=_related(found, home) if home else [],
        )
        kept[key] = Markup(drawn)  # noqa: S704 - a template has drawn and escaped it
    return kept[key]


@blueprint.get("/kereses")
def search() -> str:
    """Search; count what found nothing for the editors."""
    question = spelling.clean(request.args.get("q", ""))
    hits = queries.search(question, lang()) if question else []
    if question and not hits and request.method == "GET":
        actions.count_unanswered(question, lang())
    return render_template("knowledge/search.html", question=question, services=[hit.service for hit in hits])


def _facts(variant: Variant) -> dict[str, tuple[str, str]]:
    return {name: answer.split(getattr(variant, name)) for name in ("deadline", "where", "fee")}


def _services(situation: Situation) -> list[Service]:
    return [library().services[slug] for slug in situation.services]


def _home(service: Service) -> Situation | None:
    if not service.situations or len(service.situations) > EVERYWHERE:
        return None
    return library().situations[service.situations[0]]


def _related(service: Service, home: Situation) -> list[Service]:
    others = [one for one in _services(home) if one.slug != service.slug and one.current(clock.today())]
    return others[:RELATED]


def _alphabetical(title: str) -> tuple[str, str]:
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(mark))
    return plain, title
