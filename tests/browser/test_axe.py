"""axe on every page and state, in light and dark: nothing found.

What citizens open by its address is judged in four languages. Walks and staff pages are judged in Hungarian and in
one more language, which changes from entry to entry; `make a11y` takes all four there too.
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
    """Return the addresses of an entry's pages in one language."""
    if entry.examples == ALL:
        found = [path for path in site_map(server) if path.startswith(f"/{language}/")]
        return [path for path in found if endpoint_of(path) == entry.endpoint]
    return [address(entry.endpoint, language, **entry.arguments, **entry.query)]


def in_languages(entries: tuple[PageEntry, ...] | tuple[Way, ...]) -> Iterator[Any]:
    """Yield each entry with each language that it is judged in."""
    further = LANGUAGES[1:]
    for number, entry in enumerate(entries):
        every = THOROUGH or (isinstance(entry, PageEntry) and not entry.role)
        name = entry.name if isinstance(entry, Way) else f"{entry.endpoint}{entry.role and '-' + entry.role}"
        for language in LANGUAGES if every else (LANGUAGES[0], further[number % len(further)]):
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
