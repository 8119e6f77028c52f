"""Renders a service's page, for citizens and for the preview of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app, render_template, url_for
from markupsafe import Markup

from app.core import clock, languages
from app.core.i18n import lang
from app.knowledge import key_facts
from app.knowledge.library import FormTitle, Library, LifeSituation, Service, Variant

RELATED = 4
"""Number of other services of the same life situation that are linked at the end of a page."""
EVERYWHERE = 6
"""A service in more life situations than this has none as its home."""

Key = tuple[date, str, str, str]


def render(
    found: Service,
    known: Library,
    template: str = "knowledge/service.html",
    levels: Mapping[str, str] | None = None,
    **more: Any,
) -> str:
    """Return the HTML of the page.

    `levels` are the addresses of the easy and the plain Hungarian text when they differ from the public ones, as in a
    preview. Without it the text is a published one, whose body is rendered once for each day and language and cached.
    """
    variant = found.variant(lang())
    home = _home(found, known)
    forms = [form for form in found.forms if form.current(clock.today())]
    page = (found, known, variant, home, forms)
    body = _render_body(*page, levels) if levels else _cached_body(*page)
    return render_template(template, service=found, text=variant, situation=home, forms=forms, body=body, **more)


def _cached_body(
    found: Service, known: Library, variant: Variant, home: LifeSituation | None, forms: list[FormTitle]
) -> Markup:
    """Return the cached page body, rendering it first if needed; it holds nothing about the visitor."""
    bodies: dict[Key, Markup] = current_app.extensions.setdefault("knowledge_bodies", {})
    key = (clock.today(), known.version, lang(), found.slug)
    if key not in bodies:
        for old in [one for one in bodies if one[:2] != key[:2]]:
            bodies.pop(old, None)
        names = languages.reading_levels(lang())
        levels = {name: url_for("knowledge.service", slug=found.slug, lang=name) for name in names}
        bodies[key] = _render_body(found, known, variant, home, forms, levels)
    return bodies[key]


def _render_body(
    found: Service,
    known: Library,
    variant: Variant,
    home: LifeSituation | None,
    forms: list[FormTitle],
    levels: Mapping[str, str],
) -> Markup:
    drawn = render_template(
        "knowledge/service-body.html",
        service=found,
        text=variant,
        facts={name: key_facts.split_fact(getattr(variant, name)) for name in ("deadline", "where", "fee")},
        forms=forms,
        situation=home,
        related=_related(found, home, known) if home else [],
        levels=levels,
    )
    return Markup(drawn)  # noqa: S704 - a template has drawn and escaped it


def _home(service: Service, known: Library) -> LifeSituation | None:
    if not service.situations or len(service.situations) > EVERYWHERE:
        return None
    return known.situations[service.situations[0]]


def _related(service: Service, home: LifeSituation, known: Library) -> list[Service]:
    others = [known.services[slug] for slug in home.services if slug != service.slug]
    return [one for one in others if one.current(clock.today())][:RELATED]
