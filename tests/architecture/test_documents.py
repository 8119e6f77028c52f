"""The documentation agrees with the code."""

from __future__ import annotations

import re

from accessibility import scope
from app.config import Settings
from tests.architecture.source import ROOT, rooms

BROWSER = ROOT / "tests" / "browser"
JOURNEY = re.compile(r"^\| `(\w+)` \| (.*?) ?\| (.*?) ?\|$", re.MULTILINE)
JOURNEYS = JOURNEY.findall((ROOT / "docs" / "testing.md").read_text("utf-8"))
# Parts of other rooms' pages, and pages that are opened by their address alone.
WITHOUT_JOURNEY = {"conversations", "locations", "statement"}
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")


def test_every_setting_is_explained_and_nothing_else():
    explained = re.findall(r"^\| `([A-Z0-9_]+)` \|", SETTINGS, re.MULTILINE)
    assert sorted(explained) == sorted(name.upper() for name in Settings.model_fields)


def test_documented_defaults_are_the_real_defaults():
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


def test_links_between_documents_have_targets():
    broken = {
        f"{path.relative_to(ROOT)} -> {target}"
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
        if not target.startswith(("http", "mailto:")) and not (path.parent / target).exists()
    }
    assert not broken


def test_every_room_that_draws_pages_says_which_of_its_journeys_are_tested():
    drawing = {room.name for room in rooms() if (room / "templates").exists()}
    assert sorted(room for room, _walks, _tests in JOURNEYS) == sorted(drawing - WITHOUT_JOURNEY)
    assert [room for room, walks, tests in JOURNEYS if not walks + tests] == []


def test_every_walk_belongs_to_one_room():
    walks = [walk for _room, walks, _tests in JOURNEYS for walk in re.findall(r"`([\w-]+)`", walks)]
    assert sorted(walks) == sorted(way.name for way in scope.read().ways)


def test_the_browser_tests_that_are_written_down_exist():
    named = [test for _room, _walks, tests in JOURNEYS for test in re.findall(r"`([^`]+)`", tests)]
    assert named
    for name in named:
        path, _, function = name.rpartition("/")[2].partition("::")
        assert f"def {function or 'test_'}" in (BROWSER / path).read_text("utf-8"), name
