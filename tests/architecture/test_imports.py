"""The direction of imports: seven contracts, and the private modules of the rooms."""

from __future__ import annotations

import ast
import re

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


def test_only_the_entry_point_knows_which_server_runs():
    """`eventlet` may be replaced one day; then `wsgi.py` and the setting's list of values change."""
    said = {
        shown(path): names
        for folder in ("app", "accessibility")
        for path in files(ROOT / folder, ".py")
        if (names := server_names(tree(path)))
    }
    assert said == {"app/config.py": ["eventlet", "eventlet"]}
    fields = [node for node in ast.walk(tree(ROOT / "app/config.py")) if isinstance(node, ast.AnnAssign)]
    setting = next(node for node in fields if ast.unparse(node.target) == "async_mode")
    assert server_names(setting) == ["eventlet", "eventlet"]


@pytest.mark.parametrize(
    "code",
    [
        "import eventlet.tpool",
        "from gevent import monkey",
        "import_module('eventlet.tpool').execute(work)",
        "sys.modules['eventlet']",
        "if socketio.async_mode == 'eventlet': pass",
        "f'{name} on eventlet'",
    ],
)
def test_a_server_is_found_however_it_is_named(code: str):
    assert server_names(ast.parse(code))


def test_only_the_gateways_import_modules_by_name():
    """An import by name is seen neither by import-linter nor by mypy."""
    found = {
        shown(path)
        for folder in ("app", "accessibility")
        for path in files(ROOT / folder, ".py")
        if imports_by_name(tree(path))
    }
    assert found == {"app/gateways/port.py"}


@pytest.mark.parametrize(
    "code",
    ["from importlib import import_module", "import importlib", "importlib.util.find_spec('x')", "__import__('x')"],
)
def test_an_import_by_name_is_found_however_it_is_written(code: str):
    assert imports_by_name(ast.parse(code))


def server_names(code: ast.AST) -> list[str]:
    """Return each mention of a server library in imports and strings, docstrings included."""
    strings = [node.value for node in ast.walk(code) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return re.findall(r"\b(eventlet|gevent)\b", " ".join([*sorted(imported_names(code)), *strings]))


def imports_by_name(code: ast.AST) -> bool:
    """Say whether the code can import a module whose name it computes."""
    names = {node.id for node in ast.walk(code) if isinstance(node, ast.Name)}
    packages = {name.split(".")[0] for name in imported_names(code) if name != "importlib.metadata"}
    return bool({"importlib", "__import__"} & (names | packages))


def imported_names(code: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
