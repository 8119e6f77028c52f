"""Small screens, large text, wide spacing, small targets: nothing is cut off, nothing has to be scrolled sideways."""

from __future__ import annotations

import pytest

from tests.browser.pages import mark
from tests.support.addresses import address, endpoint_of, site_map
from tests.support.browser import Browser
from tests.support.languages import LANGUAGES

OVERFLOWING = """
const root = document.documentElement
const scrolls = e => e !== document.body && e !== root &&
  (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement))
if (root.scrollWidth <= root.clientWidth) return []
return [`${root.scrollWidth} px wide`, ...[...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e) && !e.closest('svg, .vh'))
  .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40)).slice(-3)]
"""
# Text that its own box, or a box around it, hides.
CUT = """
const hides = e => /hidden|clip/.test(getComputedStyle(e).overflow + getComputedStyle(e).overflowX)
const found = []
for (const box of document.querySelectorAll('body *')) {
  if (!hides(box) || box.closest('svg, .vh, .govuk-visually-hidden') || !box.textContent.trim()) continue
  if (box.clientWidth <= 1 || box.clientHeight <= 1) continue
  if (box.scrollWidth > box.clientWidth + 2 || box.scrollHeight > box.clientHeight + 2) {
    found.push(box.tagName + '.' + box.className + ' ' + box.textContent.trim().slice(0, 40))
  }
}
return found
"""
COVERING = """
return [...document.querySelectorAll('body *')]
  .filter(e => /fixed|sticky/.test(getComputedStyle(e).position) && e.getBoundingClientRect().height > innerHeight / 2)
  .map(e => e.tagName + '.' + e.className)
"""
# WCAG 1.4.12, as a reader's own style sheet would set it.
SPACED = """
const sheet = new CSSStyleSheet()
sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
  + ' p { margin-bottom: 2em !important }')
document.adoptedStyleSheets = [sheet]
"""
STAFF = [
    ("operator", "console.desk"), ("operator", "accounts.passkeys"), ("supervisor", "accounts.people"),
    ("supervisor", "accounts.invite"), ("supervisor", "accounts.audit"), ("helper", "appointments_staff.day"),
    ("editor", "editing.overview"), ("editor", "editing.services"), ("editor", "editing.measure"),
]  # fmt: skip


def public(server: str, language: str, every: bool = True) -> list[str]:
    """Return the site map's pages in a language: all, or one of each kind."""
    kinds: dict[str, str] = {}
    paths = [path for path in site_map(server) if path.startswith(f"/{language}/")]
    for path in paths:
        kinds.setdefault(endpoint_of(path), path)
    return paths if every else list(kinds.values())


def unfold(browser: Browser) -> None:
    browser.js("for (const part of document.querySelectorAll('details')) part.open = true")


def faults(browser: Browser, *checks: str) -> list[str]:
    return [found for check in checks for found in browser.js(check)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_the_smallest_screen(browser: Browser, language: str):
    """1.4.10: 320 × 256 is 1280 × 1024 at 400 %."""
    browser.size(320, 256)
    wrong = {}
    for path in public(browser.base, language):
        browser.goto(path)
        unfold(browser)
        if found := faults(browser, OVERFLOWING, CUT, COVERING):
            wrong[path] = found
    assert not wrong


@pytest.mark.parametrize(("role", "endpoint"), STAFF)
def test_staff_pages_fit_a_small_screen_too(browser: Browser, sign_in, role: str, endpoint: str):
    sign_in(browser, role)
    browser.size(320, 256)
    browser.goto(address(endpoint, "de"))
    assert faults(browser, OVERFLOWING, CUT) == []


@pytest.mark.parametrize("language", ["hu", "de"])
def test_text_can_be_twice_as_large(browser: Browser, language: str):
    """1.4.4, with the browser's own text size."""
    browser.size(640, 512)
    wrong = {}
    for path in public(browser.base, language, every=False):
        browser.goto(path)
        browser.text_size(200)
        unfold(browser)
        if found := faults(browser, OVERFLOWING, CUT):
            wrong[path] = found
    assert not wrong


@pytest.mark.parametrize("language", ["hu", "de"])
def test_the_largest_setting_fits_an_old_telephone(browser: Browser, language: str):
    """Ilona's settings: everything as large and as wide as our settings page can make it, on 320 pixels."""
    browser.goto(address("preferences.edit", language))
    for name, value in (("size", "200"), ("spacing", "widest"), ("aloud", "on")):
        mark(browser, f"input[name={name}][value='{value}']")
    browser.submit()
    browser.size(320, 640)
    wrong = {}
    for path in public(browser.base, language, every=False):
        browser.goto(path)
        unfold(browser)
        if found := faults(browser, OVERFLOWING, CUT):
            wrong[path] = found
    assert not wrong


@pytest.mark.parametrize("width", [360, 1280])
def test_readers_may_space_the_text_as_they_like(browser: Browser, width: int):
    """1.4.12."""
    browser.size(width, 800)
    wrong = {}
    for path in public(browser.base, "hu", every=False):
        browser.goto(path)
        browser.js(SPACED)
        unfold(browser)
        if found := faults(browser, OVERFLOWING, CUT):
            wrong[path] = found
    assert not wrong


def test_text_that_is_cut_off_is_found(browser: Browser):
    browser.goto("/hu/")
    browser.js(
        "const box = document.createElement('div'); box.textContent = 'Ez a mondat nem fér el ebben a dobozban.';"
        "Object.assign(box.style, {width: '60px', height: '20px', overflow: 'hidden'});"
        "document.querySelector('main').append(box)"
    )
    assert any("Ez a mondat" in found for found in browser.js(CUT))


def test_content_that_sticks_out_is_found(browser: Browser):
    browser.size(320, 256)
    browser.goto("/hu/")
    browser.js(
        "const box = document.createElement('div'); box.textContent = 'széles'; box.style.width = '900px';"
        "document.querySelector('main').append(box)"
    )
    assert browser.js(OVERFLOWING)


@pytest.mark.parametrize(("width", "height"), [(800, 360), (360, 800)])
def test_either_way_of_holding_a_telephone_is_right(browser: Browser, width: int, height: int):
    """1.3.4."""
    browser.cdp(
        "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=True,
        screenOrientation={"type": "landscapePrimary" if width > height else "portraitPrimary", "angle": 0},
    )  # fmt: skip
    browser.goto("/hu/")
    assert browser.find("h1").is_displayed()
    assert browser.js("return getComputedStyle(document.documentElement).transform") == "none"
    assert browser.js(OVERFLOWING) == []
