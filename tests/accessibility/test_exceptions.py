"""What the rule engine may answer without failing the build is little, and has a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accessibility import exceptions
from accessibility.statement import statement

ROOT = Path(__file__).parents[2]


def test_only_the_known_exceptions_exist():
    """Whoever adds one changes this test too, and so says it aloud."""
    found = exceptions.read()
    assert found.not_run == {"deprecated"}
    assert found.cannot_tell == {"hidden-content"}


def test_an_exception_without_a_reason_is_refused(tmp_path: Path):
    path = tmp_path / "exceptions.toml"
    path.write_text('[[cannot_tell]]\nrule = "color-contrast"\n', "utf-8")
    with pytest.raises(ValueError, match="reason"):
        exceptions.read(path)


def test_the_statement_names_the_testing_tool():
    version = json.loads((ROOT / "node_modules/axe-core/package.json").read_text("utf-8"))["version"]
    assert any(f"axe-core {version}" in method["en"] for method in statement().methods)
