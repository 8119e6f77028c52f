"""axe-core on the page as it stands: every rule, in light and in dark."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from axe_selenium_python import Axe

from tests.support.browser import Browser

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"
KEPT = ROOT / "var" / "axe"
# Colours on their way from one theme to the other are nobody's colours.
SETTLED = "document.body.offsetWidth; document.getAnimations().forEach(a => { try { a.finish() } catch (_) {} })"
# Rules that axe-core itself has given up: kept for old reports, replaced by others or by newer standards.
GIVEN_UP = "deprecated"
# What axe could not decide is listed for people; of these they need not be asked again, for the reason beside it.
UNDECIDED_AND_FINE = {
    "hidden-content",  # reports that there is hidden content, not that it is wrong
}


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
    rules = tuple(rule["ruleId"] for rule in browser.js("return axe.getRules()") if GIVEN_UP not in rule["tags"])
    found: list[Finding] = []
    for theme in themes:
        browser.media(prefers_color_scheme=theme)
        browser.js(SETTLED)
        results = axe.run(options=_options(rules))
        found += [finding for violation in results["violations"] for finding in _findings(violation, page, theme)]
        found += [
            finding for open_question in results["incomplete"] for finding in _undecided(open_question, page, theme)
        ]
    return found


def _findings(result: dict[str, Any], page: str, theme: str) -> list[Finding]:
    return [Finding(page, theme, result["id"], _target(node), _why(node)) for node in result["nodes"]]


def _undecided(result: dict[str, Any], page: str, theme: str) -> list[Finding]:
    if result["id"] in UNDECIDED_AND_FINE:
        return []
    return [Finding(page, theme, f"{result['id']} (undecided)", _target(n), _why(n)) for n in result["nodes"]]


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
