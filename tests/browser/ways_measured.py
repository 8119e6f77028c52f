"""The supervisor's walks: an exception to the hours, and the reports."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.pages import mark
from tests.support.addresses import address
from tests.support.browser import Browser

SEND = "main form button"


def other_hours(browser: Browser, language: str) -> Iterator[tuple[str, Browser]]:
    """Close a place for a day, first with mistakes; look at what citizens read; withdraw it."""
    browser.goto(address("reports.add_exception", language))
    yield "empty form", browser
    browser.submit(SEND)
    yield "nothing filled in", browser
    # So far ahead that no other walk books there.
    browser.js("document.getElementById('first').value = '2027-02-10'")
    mark(browser, "input[name=scopes][value='place:telekucko']")
    mark(browser, "input[name=kind][value=other]")
    browser.type("#windows", "délután")
    mark(browser, "input[name=reason][value=training]")
    browser.submit(SEND)
    yield "unreadable hours", browser
    mark(browser, "input[name=kind][value=closed]")
    browser.submit(SEND)
    yield "exception added", browser
    browser.goto(address("locations.place", language, slug="telekucko"))
    yield "citizens read it", browser
    browser.goto(address("reports.hours", language))
    browser.submit(".exceptions form button")
    yield "exception withdrawn", browser


def measured(browser: Browser, language: str) -> Iterator[tuple[str, Browser]]:
    """Read the reports, then ask for a period that cannot be."""
    browser.goto(address("reports.overview", language))
    yield "reports with figures", browser
    browser.js("document.getElementById('ig').value = '2026-01-01'")
    browser.submit(SEND)
    yield "a period that cannot be", browser
