"""The lists of judged messages: the town's own, those that the rules were learned from, and the unseen ones."""

from __future__ import annotations

from typing import Any

import yaml

from tests.architecture.source import ROOT

TOWN = ROOT / "content/guard-examples.yaml"
EXAMPLES = ROOT / "tests/app/guard/examples.yaml"
LEARNED = ROOT / "tests/app/guard/learned.yaml"
UNSEEN = ROOT / "tests/app/guard/unseen.yaml"


def examples(path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text("utf-8"))["examples"]
