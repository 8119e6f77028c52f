"""Builds the context of the checks from the running application: what a text may refer to today."""

from __future__ import annotations

from collections.abc import Collection

from app.core import clock, languages, site
from app.core.feature import Page
from app.editing.checks import CheckContext, places
from app.knowledge.library import library


class _AnyAnchor(frozenset[str]):
    def __contains__(self, place: object) -> bool:
        return True


ANY = _AnyAnchor()


def check_context() -> CheckContext:
    """Return the context for checking a text today."""
    today, known = clock.today(), library()
    paths = {
        site.page_path(page, language): (page, language)
        for page in site.pages("sitemap")
        for language in languages.tags()
    }

    def anchors(path: str) -> Collection[str] | None:
        found = paths.get(path.rstrip("/") or path) or paths.get(path)
        return _anchors(*found) if found else None

    forms = {slug for slug, form in known.forms.items() if form.current(today)}
    return CheckContext(today, forms, set(known.situations), anchors)


def _anchors(page: Page, language: str) -> Collection[str]:
    # The anchors of other pages come from their templates and are not known here.
    if page.endpoint != "knowledge.service":
        return ANY
    service = library().services[page.arguments["slug"]]
    details = "".join(f"### {one.title}\n{one.text}\n" for one in service.variant(language).details)
    return places({"details": details}, {"forms": service.forms})
