"""Files, functions and templates are small enough to read."""

from __future__ import annotations

import ast

from tests.architecture.source import APP, PWA, ROOT, files, shown, tree

FILE_LINES = 400
FUNCTION_LINES = 50
TEMPLATE_LINES = 250
TEMPLATE_WIDTH = 160


def hand_written() -> list:
    return [
        *(path for folder in ("app", "accessibility", "tests", "tools") for path in files(ROOT / folder, ".py")),
        *files(PWA, ".js", ".mjs", ".scss"),
        ROOT / "wsgi.py",
    ]


def test_files_are_at_most_400_lines_long():
    long = {shown(path): n for path in hand_written() if (n := len(path.read_text("utf-8").splitlines())) > FILE_LINES}
    assert not long


def test_templates_are_at_most_250_lines_long():
    long = {shown(p): n for p in files(APP, ".html") if (n := len(p.read_text("utf-8").splitlines())) > TEMPLATE_LINES}
    assert not long


def test_lines_of_templates_have_at_most_160_characters():
    """In `{{ … }}` and between attributes a line may break freely; after `%}` Jinja swallows the break."""
    wide = [
        f"{shown(path)}:{number}"
        for path in files(APP, ".html")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > TEMPLATE_WIDTH
    ]
    assert not wide


def test_functions_are_at_most_50_lines_long():
    long = {
        f"{shown(path)}:{node.name}": length
        for path in hand_written()
        if path.suffix == ".py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }
    assert not long
