"""Reads the source code: files, syntax trees, strings and the import graph."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
PWA = ROOT / "pwa"
GENERATED = {"versions", "dist", "node_modules", "__pycache__"}


def files(folder: Path, *endings: str) -> list[Path]:
    """Return the hand-written files below `folder` with one of the endings."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in endings and not GENERATED & set(path.relative_to(ROOT).parts)
    )


def rooms() -> list[Path]:
    """Return the folders of the rooms: those with a wiring.py."""
    return sorted(path.parent for path in APP.glob("*/wiring.py"))


def shown(path: Path) -> str:
    """Return a path relative to the project's folder."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return a module's syntax tree, each node knowing its parent."""
    module = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(module):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    return module


@cache
def imports() -> grimp.ImportGraph:
    """Return the import graph."""
    return grimp.build_graph("app", "accessibility", cache_dir=None)


def ancestors(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the ancestors of `node`, from the inside out."""
    while node := getattr(node, "parent", None):
        yield node


def called(node: ast.AST) -> str:
    """Return the dotted name of a call's function: `datetime.now`."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def is_docstring(node: ast.AST) -> bool:
    """Say whether a constant is a docstring, or another string that stands alone."""
    return isinstance(getattr(node, "parent", None), ast.Expr)


def texts(module: ast.Module) -> Iterator[ast.Constant]:
    """Yield the strings of a module except docstrings."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not is_docstring(node):
            yield node


SCRIPT_TOKENS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`""", re.DOTALL
)


def script_texts(source: str) -> Iterator[str]:
    """Yield a script's strings, without its comments."""
    for token in SCRIPT_TOKENS.findall(source):
        if not token.startswith("/"):
            yield token[1:-1]
