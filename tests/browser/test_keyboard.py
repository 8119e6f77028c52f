"""Without a mouse: everything is reached, nothing holds the focus, and the focus is always seen."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import ImageChops

from tests.browser.pages import SERVICE
from tests.support.addresses import address
from tests.support.browser import Browser

PAGES = [
    ("home.start", {}),
    ("knowledge.situations", {}),
    ("knowledge.service", {"slug": SERVICE}),
    ("knowledge.search", {"q": "költözés"}),
    ("documents.form", {"slug": "meghatalmazas"}),
    ("documents.fill", {"slug": "meghatalmazas"}),
    ("chat.start", {}),
    ("callback.request_call", {}),
    ("appointments.start", {}),
    ("locations.hours", {}),
    ("preferences.edit", {}),
    ("statement.show", {}),
]
STAFF = [("operator", "console.desk"), ("supervisor", "accounts.people"), ("helper", "appointments_staff.day")]
# From this step of 255 on the eye sees that a pixel has changed.
CLEARLY = 40
# What Tab should reach: one stop for a group of radio buttons.
EXPECTED = """
window.stops = []
const groups = new Set()
for (const e of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')) {
  if (e.tabIndex < 0 || e.disabled || e.type === 'hidden' || e.closest('[inert], dialog:not([open])')) continue
  if (!e.checkVisibility({ visibilityProperty: true }) || !e.getClientRects().length) continue
  if (e.type === 'radio') {
    const group = [...document.querySelectorAll(`input[type=radio][name="${e.name}"]`)]
    const stop = group.find(r => r.checked) || group[0]
    if (groups.has(e.name)) continue
    groups.add(e.name)
    window.stops.push(stop)
  } else window.stops.push(e)
}
return window.stops.length
"""
# Which stop has the focus, where it is, whether something lies over it, and what kind of thing it is.
FOCUSED = """
const e = document.activeElement
if (!e || e === document.body) return null
const box = e.getBoundingClientRect()
const seen = e.labels && e.labels.length && box.width < 2 ? e.labels[0].getBoundingClientRect() : box
let hidden = 0
for (const fx of [.1, .5, .9]) for (const fy of [.1, .5, .9]) {
  const top = document.elementFromPoint(box.left + box.width * fx, box.top + box.height * fy)
  if (!top || !(e.contains(top) || top.contains(e) || (e.labels && [...e.labels].some(l => l.contains(top))))) hidden++
}
return {
  stop: window.stops.indexOf(e), hidden, name: `${e.tagName} ${(e.textContent || e.name).trim().slice(0, 40)}`,
  kind: [e.tagName, e.type, e.className, e.parentElement.className].join('.'),
  box: [Math.max(0, seen.x + scrollX - 8), Math.max(0, seen.y + scrollY - 8), seen.width + 16, seen.height + 16],
}
"""


def walk(browser: Browser, key: dict[str, Any]) -> list[dict[str, Any]]:
    """Press a key until the focus has left the page; return where it was."""
    seen = []
    limit = browser.js(EXPECTED) + 5
    for _ in range(limit):
        for kind in ("rawKeyDown", "keyUp"):
            browser.cdp("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9, **key)
        found = browser.js(FOCUSED)
        if found is None or (seen and found["stop"] == seen[0]["stop"]):
            return seen
        seen.append(found)
    raise AssertionError(f"the focus never leaves: it is at {seen[-1]['name']}")


def check(browser: Browser) -> None:
    """Walk through the open page and fail on what a person without a mouse would stumble over."""
    seen = walk(browser, {})
    wanted = browser.js("return window.stops.length")
    order = [found["stop"] for found in seen]
    missed = sorted(set(range(wanted)) - set(order))
    names = browser.js("return window.stops.map(e => e.outerHTML.slice(0, 90))")
    assert not missed, f"never reached: {[names[number] for number in missed][:5]}"
    assert order == sorted(order), "the focus jumps: it does not follow the page's own order"
    hidden = [found["name"] for found in seen if found["hidden"] == 9]
    assert not hidden, f"has the focus and is covered: {hidden}"


@pytest.mark.parametrize(("endpoint", "arguments"), PAGES, ids=[page[0] for page in PAGES])
def test_tab_reaches_everything_in_order_and_leaves_again(browser: Browser, endpoint: str, arguments: dict[str, str]):
    """2.1.1, 2.1.2, 2.4.3, 2.4.11."""
    browser.goto(address(endpoint, "hu", **arguments))
    check(browser)


@pytest.mark.parametrize(("role", "endpoint"), STAFF)
def test_tab_reaches_everything_on_staff_pages(browser: Browser, sign_in, role: str, endpoint: str):
    sign_in(browser, role)
    browser.goto(address(endpoint, "hu"))
    check(browser)


@pytest.mark.parametrize("theme", ["light", "dark", "forced"])
def test_the_focus_is_seen_on_every_kind_of_control(browser: Browser, theme: str):
    """2.4.7: with the focus a control looks different from how it looks without, clearly."""
    if theme == "forced":
        browser.media(forced_colors="active")
    else:
        browser.media(prefers_color_scheme=theme)
    browser.media(prefers_reduced_motion="reduce")
    looked: set[str] = set()
    unseen = []
    for endpoint, arguments in PAGES[:8]:
        browser.goto(address(endpoint, "hu", **arguments))
        for stop in range(browser.js(EXPECTED)):
            browser.js("window.stops[arguments[0]].focus({ focusVisible: true })", stop)
            found = browser.js(FOCUSED)
            if found is None or found["kind"] in looked:
                continue
            looked.add(found["kind"])
            with_focus = browser.picture(*found["box"])
            browser.js("document.activeElement.blur()")
            without = browser.picture(*found["box"])
            difference = ImageChops.difference(with_focus, without).convert("L")
            changed = sum(difference.histogram()[CLEARLY:])
            if changed < found["box"][2]:
                unseen.append(f"{found['name']} ({changed} pixels)")
    assert len(looked) > 12
    assert not unseen


def test_a_trap_is_found(browser: Browser):
    browser.goto("/hu/helyek")
    browser.js(
        "const trap = document.querySelector('main a');"
        "trap.addEventListener('keydown', e => { if (e.key === 'Tab') e.preventDefault() })"
    )
    with pytest.raises(AssertionError, match=r"never leaves|never reached"):
        check(browser)


def test_a_control_that_tab_does_not_reach_is_found(browser: Browser):
    browser.goto("/hu/helyek")
    browser.js(EXPECTED)
    browser.js("document.querySelector('main a').addEventListener('focus', e => e.target.blur())")
    with pytest.raises(AssertionError):
        check(browser)


def test_the_first_tab_leads_past_the_header(browser: Browser):
    browser.goto("/hu/helyek")
    browser.press("\ue004")
    assert browser.focused.is_displayed()
    assert "govuk-skip-link" in browser.focused.get_attribute("class")
    browser.press("\ue007")
    browser.wait(lambda: browser.js("return document.activeElement.id") == "main", "the main part has the focus")


@pytest.mark.parametrize(("endpoint", "arguments"), PAGES, ids=[page[0] for page in PAGES])
def test_nothing_listens_to_the_mouse_alone(browser: Browser, endpoint: str, arguments: dict[str, str]):
    """2.1.1: a click that only a mouse can make is a door without a handle."""
    browser.goto(address(endpoint, "hu", **arguments))
    clickable = set()
    document = browser.cdp("Runtime.evaluate", expression="[...document.querySelectorAll('body *')]")["result"][
        "objectId"
    ]
    elements = browser.cdp("Runtime.getProperties", objectId=document, ownProperties=True)["result"]
    for element in elements:
        if not element["name"].isdigit():
            continue
        listeners = browser.cdp("DOMDebugger.getEventListeners", objectId=element["value"]["objectId"])["listeners"]
        if {listener["type"] for listener in listeners} & {"click", "mousedown", "pointerdown", "touchstart"}:
            clickable.add(element["value"]["description"])
    # What may be clicked is a link, a button, a field or the summary of a folded part; a form hears its buttons.
    allowed = ("a", "button", "input", "select", "textarea", "summary", "form", "label")
    assert {name for name in clickable if name.split(".")[0].split("#")[0] not in allowed} == set()
