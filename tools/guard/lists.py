"""The lists of judged messages that the guard learns from: the town's own, and two of examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import yaml

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "content/guard-examples.yaml"
EXAMPLES = ROOT / "tools/guard/examples.yaml"
LEARNED = ROOT / "tools/guard/learned.yaml"


def examples(path: Path) -> list[dict[str, Any]]:
    """Return the judged messages of a list: each has a `text`, its `verdict`, and `kinds` where something is found."""
    return cast(list[dict[str, Any]], yaml.safe_load(path.read_text("utf-8"))["examples"])
