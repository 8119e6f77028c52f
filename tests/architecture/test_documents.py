"""What is written down about the house is true of it."""

from __future__ import annotations

import re

from app.config import Settings
from tests.architecture.source import ROOT, rooms

SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")


def test_every_setting_is_explained_and_nothing_else():
    explained = re.findall(r"^\| `([A-Z0-9_]+)` \|", SETTINGS, re.MULTILINE)
    assert sorted(explained) == sorted(name.upper() for name in Settings.model_fields)


def test_the_defaults_that_are_written_down_are_the_defaults():
    for name, default in re.findall(r"^\| `([A-Z0-9_]+)` \| `([^`]+)` \|", SETTINGS, re.MULTILINE):
        real = Settings.model_fields[name.lower()].default
        shown = {True: "1", False: "0"}.get(real, str(real)) if isinstance(real, bool) else str(real)
        assert shown == default or shown.endswith(f"/{default}") or default.startswith("http://"), name


def test_the_readme_names_every_room():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [room.name for room in rooms() if f"app/{room.name}" not in readme] == []


def test_decisions_are_numbered_without_gaps_and_have_a_title():
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    assert all(path.read_text("utf-8").startswith("# ") for path in decisions)


def test_links_between_documents_lead_somewhere():
    broken = {
        f"{path.relative_to(ROOT)} -> {target}"
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
        if not target.startswith(("http", "mailto:")) and not (path.parent / target).exists()
    }
    assert not broken
