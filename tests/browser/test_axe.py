"""axe on every page and state × four languages × light and dark: nothing found."""

from __future__ import annotations

import pytest

from accessibility.scope import ALL, PageEntry, Way, read
from tests.browser.ways import WAYS, Walk
from tests.support.addresses import LANGUAGES, address, endpoint_of, site_map
from tests.support.axe import assert_none, judge
from tests.support.browser import Browser

SCOPE = read()
# Folded parts are judged unfolded: what they hide is a part of the page.
UNFOLDED = "for (const part of document.querySelectorAll('details')) part.open = true"


def paths(entry: PageEntry, language: str, server: str) -> list[str]:
    """Return the addresses of an entry's pages in one language."""
    if entry.examples == ALL:
        found = [path for path in site_map(server) if path.startswith(f"/{language}/")]
        return [path for path in found if endpoint_of(path) == entry.endpoint]
    return [address(entry.endpoint, language, **entry.arguments, **entry.query)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", SCOPE.pages, ids=lambda entry: f"{entry.endpoint}{entry.role and '-' + entry.role}")
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("walk", SCOPE.ways, ids=lambda walk: walk.name)
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
