"""axe-core on the page as it stands: every rule, in light and in dark."""

from __future__ import annotations

import json
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


@cache
def _options(rules: tuple[str, ...]) -> str:
    return json.dumps(
        {
            "rules": {rule: {"enabled": True} for rule in rules},
            "resultTypes": ["violations", "incomplete"],
            # Pages have no frames; looking for them costs a second a run.
            "iframes": False,
        }
    )


def judge(browser: Browser, page: str, themes: tuple[str, ...] = ("light", "dark")) -> list[Finding]:
    """Run every rule on the open page, once in each theme, and return what was found."""
    axe = Axe(browser.driver, script_url=str(SCRIPT))
    axe.inject()
    rules = tuple(
        rule["ruleId"] for rule in browser.js("return axe.getRules()") if not EXCEPTIONS.not_run & set(rule["tags"])
    )
    found: list[Finding] = []
    for theme in themes:
        # Colours on their way from one theme to the other are nobody's colours: no motion while we look.
        browser.media(prefers_color_scheme=theme, prefers_reduced_motion="reduce")
        results = axe.run(options=_options(rules))
        found += [finding for violation in results["violations"] for finding in _findings(violation, page, theme)]
        found += [
            finding
            for question in results["incomplete"]
            for finding in _findings(question, page, theme)
            if not _decided(browser, finding)
        ]
    return found


def _decided(browser: Browser, finding: Finding) -> bool:
    """Decide what axe leaves open: contrast it could not compute is measured on the picture."""
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
    """Write findings where a person can read them all, and return the place."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{name.replace('/', '_')}.json"
    path.write_text(json.dumps([vars(finding) for finding in findings], ensure_ascii=False, indent=1), "utf-8")
    return path


def assert_none(findings: list[Finding], name: str) -> None:
    """Fail with one line a rule and element; keep the whole list beside."""
    if not findings:
        return
    lines = sorted({str(finding) for finding in findings})
    shown = "\n".join(lines[:12])
    raise AssertionError(f"{len(lines)} findings, all of them in {keep(findings, name)}:\n{shown}")
