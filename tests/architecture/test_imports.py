"""The direction of imports: seven contracts, and the private modules of the rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.source import ROOT, files, imports, rooms, shown, tree

PRIVATE = ("views", "staff", "forms", "sockets", "api", "jobs", "commands", "wiring")


def test_the_seven_import_contracts_hold(capsys):
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    printed = capsys.readouterr().out
    assert status == EXIT_STATUS_SUCCESS, printed
    assert "7 kept, 0 broken" in printed


@pytest.mark.parametrize("room", [room.name for room in rooms()])
def test_private_modules_of_a_room_are_imported_only_inside_it(room: str):
    graph = imports()
    for private in PRIVATE:
        module = f"app.{room}.{private}"
        if module not in graph.modules:
            continue
        outside = {
            importer
            for importer in graph.find_modules_that_directly_import(module)
            if not importer.startswith(f"app.{room}.") and importer != f"app.{room}"
        }
        allowed = {"app.features"} if private == "wiring" else set()
        assert outside <= allowed, f"{module} is opened from outside by {sorted(outside - allowed)}"


def test_every_room_is_in_the_list_of_features():
    listed = imports().find_modules_directly_imported_by("app.features")
    assert listed == {f"app.{room.name}.wiring" for room in rooms()}


def test_no_import_is_deferred():
    """An import inside a function hides a dependency, and a cycle."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for folder in ("app", "accessibility")
        for path in files(ROOT / folder, ".py")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found


def test_only_the_entry_point_names_the_server():
    """`eventlet` may go one day; then one file changes."""
    said = [
        path
        for path in (*files(ROOT / "app", ".py"), *files(ROOT / "accessibility", ".py"))
        if any(name.split(".")[0] in {"eventlet", "gevent"} for name in imported_names(path))
    ]
    assert said == []


def imported_names(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
