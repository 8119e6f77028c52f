"""What is chosen on the settings page: every combination stays readable and keeps within the screen."""

from __future__ import annotations

import itertools

import pytest

from tests.support.axe import assert_none, judge
from tests.support.browser import Browser

PAGES = ("/hu/", "/hu-simple/", "/de/beallitasok", "/hu/akadalymentesseg")
LOOKS = [
    f"size-{size}.contrast-{contrast}.theme-{theme}.spacing-{spacing}"
    for size, (contrast, theme), spacing in zip(
        itertools.cycle(("125", "150", "200")),
        itertools.product(("device", "more"), ("device", "light", "dark")),
        itertools.cycle(("wide", "widest")),
        strict=False,
    )
]
WIDER = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


def prefer(browser: Browser, cookie: str) -> None:
    """Choose without walking through the settings page, which has its own tests."""
    browser.cdp("Network.setCookie", name="preferences", value=cookie, url=browser.base)


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_is_free_of_findings_on_light_and_dark_devices(browser: Browser, look: str):
    prefer(browser, look)
    findings = []
    for page in PAGES:
        browser.goto(page)
        findings += judge(browser, f"{page} as {look}")
    assert_none(findings, f"look-{look}")


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("page", PAGES)
def test_the_largest_letters_with_most_space_need_no_sideways_scrolling(browser: Browser, page: str, width: int):
    browser.size(width, 700)
    prefer(browser, "size-200.spacing-widest")
    browser.goto(page)
    assert browser.js(WIDER) <= 0


def test_a_chosen_theme_wins_over_the_device(browser: Browser):
    ground = "return getComputedStyle(document.body).backgroundColor"
    browser.dark()
    prefer(browser, "theme-light")
    browser.goto("/hu/")
    assert browser.js(ground) == "rgb(255, 255, 255)"
    browser.light()
    prefer(browser, "theme-dark")
    browser.goto("/hu/")
    assert browser.js(ground) == "rgb(16, 24, 31)"


def test_a_chosen_size_enlarges_every_text(browser: Browser):
    size = "return parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    browser.goto("/hu/akadalymentesseg")
    before = browser.js(size)
    prefer(browser, "size-200")
    browser.goto("/hu/akadalymentesseg")
    assert browser.js(size) > before * 1.8


def test_nothing_moves_when_nothing_shall_move(browser: Browser):
    moving = "return getComputedStyle(document.querySelector('.govuk-button')).transitionDuration"
    prefer(browser, "motion-none")
    browser.goto("/hu/")
    assert browser.js(moving) == "0s"


def test_the_start_page_moves_nothing_while_it_loads(browser: Browser):
    browser.goto("/hu/")
    shift = """
    const done = arguments[0]
    let sum = 0
    new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value }))
      .observe({ type: 'layout-shift', buffered: true })
    document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(sum))))
    """
    assert browser.driver.execute_async_script(shift) == 0


def test_reading_aloud_is_offered_by_the_script_and_ends_with_escape(browser: Browser):
    prefer(browser, "aloud-on")
    browser.goto("/hu/vallalasaink")
    button = browser.wait_for("[data-module=read-aloud] button", "Felolvasás")
    # This machine has no voice: the page says so in a plain sentence, to the eye and to the ear.
    button.click()
    browser.wait_announced("Az Ön eszközén nincs ilyen nyelvű hang")
    assert browser.has("[data-told]")
    assert not browser.has("[data-do=stop]")
