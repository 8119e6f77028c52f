"""axe on every page and state, in light and dark: nothing found.

`make test` judges what citizens open by its address in four languages; of pages that are drawn by one template from
different content (all services, all forms), each in one language, which changes from page to page. Staff pages are
judged in two languages and walks in one, which change from entry to entry. `make a11y` leaves no language out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accessibility.scope import ALL, PageEntry, Way, read
from tests.browser.ways import WAYS, Walk
from tests.support.addresses import address, endpoint_of, site_map
from tests.support.axe import THOROUGH, assert_none, judge
from tests.support.browser import Browser
from tests.support.languages import LANGUAGES

SCOPE = read()
# Folded parts are judged unfolded: what they hide is a part of the page.
UNFOLDED = "for (const part of document.querySelectorAll('details')) part.open = true"


def paths(entry: PageEntry, language: str, server: str) -> list[str]:
    """Return the addresses of an entry's pages that are judged in a language."""
    if entry.examples != ALL:
        return [address(entry.endpoint, language, **entry.arguments, **entry.query)]
    pages = [path for path in site_map(server) if path.startswith(f"/{language}/")]
    alike = sorted(path for path in pages if endpoint_of(path) == entry.endpoint)
    return alike if THOROUGH else alike[LANGUAGES.index(language) :: len(LANGUAGES)]


def languages(entry: PageEntry | Way, number: int) -> tuple[str, ...]:
    """Return the languages that the entry of this number is judged in."""
    if THOROUGH or (isinstance(entry, PageEntry) and not entry.role):
        return LANGUAGES
    turn = number % len(LANGUAGES)
    following = (*LANGUAGES[turn:], *LANGUAGES[:turn])
    return following[:1] if isinstance(entry, Way) else following[:2]


def in_languages(entries: tuple[PageEntry, ...] | tuple[Way, ...]) -> Iterator[Any]:
    """Yield each entry with each language that it is judged in."""
    for number, entry in enumerate(entries):
        name = entry.name if isinstance(entry, Way) else f"{entry.endpoint}{entry.role and '-' + entry.role}"
        for language in languages(entry, number):
            yield pytest.param(entry, language, id=f"{name}-{language}")


@pytest.mark.parametrize(("entry", "language"), list(in_languages(SCOPE.pages)))
def test_a_page_has_no_findings(entry: PageEntry, language: str, browser: Browser, sign_in):
    if entry.role:
        sign_in(browser, entry.role)
    opened = paths(entry, language, browser.base)
    assert opened, f"{entry.endpoint}: no page of the site map is one of its"
    findings = []
    for path in opened:
        browser.goto(path)
        assert endpoint_of(browser.path) == entry.endpoint, f"{path} led to {browser.path}"
        assert browser.js("return document.documentElement.lang") == language
        browser.js(UNFOLDED)
        findings += judge(browser, path)
    assert_none(findings, f"{entry.endpoint}-{language}")


@pytest.mark.parametrize(("walk", "language"), list(in_languages(SCOPE.ways)))
def test_a_walk_has_no_findings_at_any_stop(
    walk: Way, language: str, browser: Browser, second_browser, sign_in, at_night
):
    findings, stops, opened = [], [], set()
    for stop, seen in WAYS[walk.name](Walk(browser, language, second_browser, sign_in, at_night)):
        stops.append(stop)
        opened.add(endpoint_of(seen.path))
        findings += judge(seen, f"{walk.name}: {stop} ({language})")
    assert stops == list(walk.states)
    assert opened >= set(walk.endpoints), "the walk missed a page that it is there for"
    assert_none(findings, f"{walk.name}-{language}")
