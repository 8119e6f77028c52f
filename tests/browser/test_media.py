"""Forced colours, rest, paper: every control keeps its shape, every state its mark, every word its contrast."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from tests.browser.pages import mark
from tests.support.browser import Browser

CONTROLS = "main :is(button, input:not([type=hidden]), textarea, select), header a, main a"


@pytest.fixture
def forced(browser: Browser) -> Browser:
    browser.media(forced_colors="active", prefers_reduced_motion="reduce")
    return browser


@pytest.mark.parametrize("path", ["/hu/", "/hu/beallitasok", "/hu/beszelgetes", "/hu/idopont", "/hu/ugyek"])
def test_no_control_becomes_one_flat_colour(forced: Browser, path: str):
    forced.goto(path)
    flat = []
    for number, element in enumerate(forced.all(CONTROLS)):
        if not element.is_displayed() or element.size["width"] < 2:
            continue
        forced.js("arguments[0].setAttribute('data-control', arguments[1])", element, str(number))
        label = "label[for='" + (element.get_attribute("id") or "-") + "']"
        css = label if element.get_attribute("type") in {"radio", "checkbox"} else f"[data-control='{number}']"
        if len(forced.picture_of(css, around=2).convert("RGB").getcolors(1 << 20)) < 2:
            flat.append(f"{element.tag_name} {element.text[:30]}")
    assert not flat


@pytest.mark.parametrize(
    ("path", "css"), [("/hu/beallitasok", "input[name=size][value='150']"), ("/hu/beszelgetes", "input[type=checkbox]")]
)
def test_what_is_chosen_is_seen(forced: Browser, path: str, css: str):
    forced.goto(path)
    label = "label[for='" + forced.find(css).get_attribute("id") + "']"
    before = forced.picture_of(label, around=60)
    mark(forced, css)
    forced.js("document.activeElement.blur()")
    after = forced.picture_of(label, around=60)
    assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox()


def test_the_picture_of_the_page_is_not_lost(forced: Browser):
    """Symbols take the colour of the text beside them."""
    forced.goto("/hu/")
    symbols = [symbol for symbol in forced.all("main svg.i") if symbol.is_displayed()]
    assert symbols
    for symbol in symbols[:6]:
        forced.js("arguments[0].setAttribute('id', 'symbol-now')", symbol)
        assert len(forced.picture_of("#symbol-now").convert("RGB").getcolors(1 << 20)) > 1
        forced.js("arguments[0].removeAttribute('id')", symbol)


def test_nothing_moves_when_the_machine_asks_for_rest(browser: Browser):
    """2.2.2, 2.3.3."""
    browser.media(prefers_reduced_motion="reduce")
    for path in ("/hu/", "/hu/idopont", "/hu/beszelgetes"):
        browser.goto(path)
        moving = browser.js(
            "return document.getAnimations().filter(a => a.effect.getComputedTiming().endTime > 0).length"
        )
        assert moving == 0, path


def test_nothing_moves_for_ever(browser: Browser):
    for path in ("/hu/", "/hu/beszelgetes"):
        browser.goto(path)
        ends = browser.js("return document.getAnimations().map(a => a.effect.getComputedTiming().endTime)")
        assert all(end is not None and end <= 5000 for end in ends), path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_paper_a_page_is_black_on_white_without_what_only_a_screen_needs(browser: Browser, theme: str):
    browser.goto("/hu/ugyek/lakcimbejelentes")
    browser.cdp(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": theme}]
    )
    assert browser.js("return getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    }
    assert (
        max(browser.js("return getComputedStyle(document.querySelector('main p')).color.match(/\\d+/g).map(Number)"))
        < 80
    )
    assert browser.find("h1").is_displayed()
    for screen_only in ("header.bar", "footer.foot", "aside.help", "nav.reading"):
        assert not browser.has(screen_only)
