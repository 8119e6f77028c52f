"""What a text may refer to today, and whether a path of ours leads to a page: asked of the running application."""

from __future__ import annotations

from collections.abc import Collection

from app.core import clock, languages, site
from app.core.feature import Page
from app.editing.checks import Surroundings, places
from app.knowledge.library import library


class _AnyPlace(frozenset[str]):
    def __contains__(self, place: object) -> bool:
        return True


ANY = _AnyPlace()


def surroundings() -> Surroundings:
    """Return what a text may refer to."""
    today, known = clock.today(), library()
    paths = {
        site.address(page, language): (page, language)
        for page in site.pages("sitemap")
        for language in languages.tags()
    }

    def anchors(path: str) -> Collection[str] | None:
        found = paths.get(path.rstrip("/") or path) or paths.get(path)
        return _anchors(*found) if found else None

    forms = {slug for slug, form in known.forms.items() if form.current(today)}
    return Surroundings(today, forms, set(known.situations), anchors)


def _anchors(page: Page, language: str) -> Collection[str]:
    # Of other pages nobody here knows the places: the program makes them.
    if page.endpoint != "knowledge.service":
        return ANY
    service = library().services[page.arguments["slug"]]
    details = "".join(f"### {one.title}\n{one.text}\n" for one in service.variant(language).details)
    return places({"details": details}, {"forms": service.forms})


