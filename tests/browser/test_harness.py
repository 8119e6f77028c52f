"""The harness itself: what other browser tests take for granted."""

from __future__ import annotations

import pytest

from tests.support.browser import Browser


def test_a_page_opens_and_speaks_its_language(browser: Browser):
    browser.goto("/hu/helyek")
    assert browser.js("return document.documentElement.lang") == "hu"


def test_the_browser_hears_what_the_live_region_says(browser: Browser):
    browser.goto("/hu/helyek")
    browser.js("document.querySelector('[role=status]').innerHTML = '<p>Üzenet érkezett.</p>'")
    browser.wait_announced("Üzenet érkezett.")
    assert browser.announced() == ["Üzenet érkezett."]


def test_scripts_can_be_switched_off(browser: Browser):
    browser.no_javascript()
    browser.goto("/hu/helyek")
    assert not browser.all("[data-started]")
    assert browser.heading


WORKERS = "return 'serviceWorker' in navigator"


def test_service_workers_are_unknown_where_a_test_does_not_ask_for_them(browser: Browser):
    browser.goto("/hu/helyek")
    assert not browser.js(WORKERS)


@pytest.mark.service_worker
def test_service_workers_are_known_where_a_test_asks_for_them(browser: Browser):
    browser.goto("/hu/helyek")
    assert browser.js(WORKERS)
