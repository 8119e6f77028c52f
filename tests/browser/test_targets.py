"""What is pressed is large enough: 44 pixels for what stands alone, 24 for everything (2.5.5, 2.5.8)."""

from __future__ import annotations

import pytest

from tests.browser.test_reflow import STAFF, public
from tests.support.addresses import address
from tests.support.browser import Browser

# A radio button or a checkbox is as large as its label makes it. A link in the flow of a sentence is as high as its
# line. The map of a page ("skip to …") shows itself only when it has the focus.
SMALL = """
const least = arguments[0]
const found = []
const boxes = e => [e, ...(e.labels || [])].map(x => x.getBoundingClientRect()).filter(b => b.width > 1)
for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
  const style = getComputedStyle(e)
  if (!e.checkVisibility({ visibilityProperty: true }) || e.matches('.govuk-skip-link')) continue
  const all = boxes(e)
  if (!all.length) continue
  const block = e.closest('p, li, dd, dt, td, th, figcaption, h1, h2, h3, h4') || e.parentElement
  const alone = block.textContent.trim() === e.textContent.trim()
  if (e.matches('a') && style.display === 'inline' && (!alone || least > 24)) continue
  const after = getComputedStyle(e, '::after')
  if (after.content !== 'none' && after.position === 'absolute') continue
  const width = Math.max(...all.map(b => b.right)) - Math.min(...all.map(b => b.left))
  const height = Math.max(...all.map(b => b.bottom)) - Math.min(...all.map(b => b.top))
  if (width < least - .5 || height < least - .5) {
    const size = `${Math.round(width)}x${Math.round(height)}`
    found.push(`${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)} ${size}`)
  }
}
return found
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_pressed_on_public_pages_is_large_enough(browser: Browser, width: int):
    browser.size(width, 800)
    wrong = {}
    for path in public(browser.base, "hu", every=False):
        browser.goto(path)
        if found := [*browser.js(SMALL, 24), *browser.js(SMALL, 44)]:
            wrong[path] = found
    assert not wrong


@pytest.mark.parametrize(("role", "endpoint"), STAFF)
def test_what_is_pressed_on_staff_pages_is_large_enough(browser: Browser, sign_in, role: str, endpoint: str):
    sign_in(browser, role)
    browser.goto(address(endpoint, "hu"))
    assert browser.js(SMALL, 24) == []


def test_a_small_button_is_found(browser: Browser):
    browser.goto("/hu/")
    browser.js(
        "const b = document.createElement('button'); b.textContent = 'x';"
        "b.style.cssText = 'width:20px;height:20px;padding:0'; document.querySelector('main').append(b)"
    )
    assert any(" x 20x20" in found for found in browser.js(SMALL, 24))
