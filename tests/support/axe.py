"""axe-core on the page as it stands: every rule, in light and in dark."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from axe_selenium_python import Axe
from PIL.Image import Image

from accessibility import exceptions
from tests.support.browser import Browser

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"
KEPT = ROOT / "var" / "axe"
EXCEPTIONS = exceptions.read()
# The contrast of 1.4.6 that our colours are made for.
ENOUGH = 7.0
THEMES = ("light", "dark")
# `make a11y` leaves nothing out; the tests of every day rest on what cannot differ.
THOROUGH = bool(os.environ.get("THOROUGH"))


@dataclass(frozen=True)
class Finding:
    """One element that broke one rule."""

    page: str
    theme: str
    rule: str
    target: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule} on {self.page} ({self.theme}): {self.target} - {self.why}"


# Rules that look at colours alone have this tag; only they can find something else in the other theme.
OF_COLOUR = "cat.color"
# In every page from its start, but read by the browser only where it is asked for.
WAITING = "window.startAxe = function () {\n%s\n}"
_carries_axe: set[str | None] = set()


def _options(rules: list[str]) -> str:
    return json.dumps(
        {
            "runOnly": {"type": "rule", "values": rules},
            "resultTypes": ["violations", "incomplete"],
            # Pages have no frames; looking for them costs a second a run.
            "iframes": False,
        }
    )


@cache
def _script() -> str:
    return SCRIPT.read_text("utf-8")


def _start(browser: Browser) -> Axe:
    """Load axe from a preloaded script, because sending half a million characters takes longer than most rules."""
    axe = Axe(browser.driver, script_url=str(SCRIPT))
    if browser.driver.session_id not in _carries_axe:
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=WAITING % _script())
        _carries_axe.add(browser.driver.session_id)
    if not browser.js("if (!window.axe && window.startAxe) startAxe.call(window); return Boolean(window.axe)"):
        axe.inject()
    return axe


def judge(browser: Browser, page: str) -> list[Finding]:
    """Run every rule on the open page, and those of colours in the other theme too; return what was found."""
    axe = _start(browser)
    known = {rule["ruleId"]: set(rule["tags"]) for rule in browser.js("return axe.getRules()")}
    rules = [rule for rule, tags in known.items() if not EXCEPTIONS.not_run & tags]
    of_colour = [rule for rule in rules if OF_COLOUR in known[rule]]
    found: list[Finding] = []
    for theme in THEMES:
        # Without transitions, so that no colour is measured half-way between two themes.
        browser.media(prefers_color_scheme=theme, prefers_reduced_motion="reduce")
        results = axe.run(options=_options(rules if THOROUGH or theme == THEMES[0] else of_colour))
        found += [finding for violation in results["violations"] for finding in _findings(violation, page, theme)]
        found += [
            finding
            for question in results["incomplete"]
            for finding in _findings(question, page, theme)
            if not _decided(browser, finding)
        ]
    return found


def _decided(browser: Browser, finding: Finding) -> bool:
    """Resolve an inconclusive result: a contrast that axe cannot compute is measured on a screenshot."""
    if finding.rule in EXCEPTIONS.cannot_tell:
        return True
    return finding.rule.startswith("color-contrast") and contrast(browser.picture_of(finding.target)) >= ENOUGH


def contrast(picture: Image) -> float:
    """Return the contrast between a picture's ground, its most common colour, and what differs from it most."""
    colours = picture.convert("RGB").getcolors(maxcolors=1 << 20) or []
    ground = luminance(max(colours)[1])
    others = [luminance(colour) for _count, colour in colours]
    return max((max(ground, other) + 0.05) / (min(ground, other) + 0.05) for other in others)


def luminance(colour: tuple[int, ...]) -> float:
    """Return WCAG's relative luminance of an sRGB colour."""
    red, green, blue = (
        part / 12.92 if (part := value / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for value in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _findings(result: dict[str, Any], page: str, theme: str) -> list[Finding]:
    return [Finding(page, theme, result["id"], _target(node), _why(node)) for node in result["nodes"]]


def _target(node: dict[str, Any]) -> str:
    return " ".join(str(part) for part in node["target"])


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])[:300]


def keep(findings: list[Finding], name: str) -> Path:
    """Write all findings to a file and return its path."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{name.replace('/', '_')}.json"
    path.write_text(json.dumps([vars(finding) for finding in findings], ensure_ascii=False, indent=1), "utf-8")
    return path


def assert_none(findings: list[Finding], name: str) -> None:
    """Raise `AssertionError` with one line per rule and element; write the whole list to a file."""
    if not findings:
        return
    lines = sorted({str(finding) for finding in findings})
    shown = "\n".join(lines[:12])
    raise AssertionError(f"{len(lines)} findings, all of them in {keep(findings, name)}:\n{shown}")
