"""A service's page, drawn for citizens and for who checks a text before citizens read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app, render_template, url_for
from markupsafe import Markup

from app.core import clock, languages
from app.core.i18n import lang
from app.knowledge import answer
from app.knowledge.library import FormTitle, Library, Service, Situation, Variant

RELATED = 4
"""So many other matters of the same situation are named at the end of a page."""
EVERYWHERE = 6
"""A service that belongs to more situations than this belongs to none in particular."""

Key = tuple[date, str, str, str]


def render(
    found: Service,
    known: Library,
    template: str = "knowledge/service.html",
    levels: Mapping[str, str] | None = None,
    **more: Any,
) -> str:
    """Draw the whole page. `levels` says where the easy and the plain Hungarian text stand, if not on the usual pages.

    A text under its usual address is the published one, whose body is drawn once a day and language.
    """
    variant = found.variant(lang())
    home = _home(found, known)
    forms = [form for form in found.forms if form.current(clock.today())]
    body = _draw(found, known, variant, home, forms, levels) if levels else _kept(found, known, variant, home, forms)
    return render_template(template, service=found, text=variant, situation=home, forms=forms, body=body, **more)


def _kept(found: Service, known: Library, variant: Variant, home: Situation | None, forms: list[FormTitle]) -> Markup:
    """Draw the page below its title, or take it as it was drawn: it holds nothing about the visitor."""
    bodies: dict[Key, Markup] = current_app.extensions.setdefault("knowledge_bodies", {})
    key = (clock.today(), known.version, lang(), found.slug)
    if key not in bodies:
        for old in [one for one in bodies if one[:2] != key[:2]]:
            bodies.pop(old, None)
        names = languages.reading_levels(lang())
        levels = {name: url_for("knowledge.service", slug=found.slug, lang=name) for name in names}
        bodies[key] = _draw(found, known, variant, home, forms, levels)
    return bodies[key]


def _draw(
    found: Service,
    known: Library,
    variant: Variant,
    home: Situation | None,
    forms: list[FormTitle],
    levels: Mapping[str, str],
) -> Markup:
    drawn = render_template(
        "knowledge/service-body.html",
        service=found,
        text=variant,
        facts={name: answer.split(getattr(variant, name)) for name in ("deadline", "where", "fee")},
        forms=forms,
        situation=home,
        related=_related(found, home, known) if home else [],
        levels=levels,
    )
    return Markup(drawn)  # noqa: S704 - a template has drawn and escaped it


def _home(service: Service, known: Library) -> Situation | None:
    if not service.situations or len(service.situations) > EVERYWHERE:
        return None
    return known.situations[service.situations[0]]


def _related(service: Service, home: Situation, known: Library) -> list[Service]:
    others = [known.services[slug] for slug in home.services if slug != service.slug]
    return [one for one in others if one.current(clock.today())][:RELATED]
