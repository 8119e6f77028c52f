"""The two lists of judged messages: the town's own, and those that the rules were not made from."""

from __future__ import annotations

from typing import Any

import yaml

from tests.architecture.source import ROOT

TOWN = ROOT / "content/guard-examples.yaml"
UNSEEN = ROOT / "tests/app/guard/examples.yaml"


def examples(path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text("utf-8"))["examples"]
