"""The glossary's words exist in the code, and the words that it replaces do not."""

from __future__ import annotations

import ast
import importlib
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from tests.architecture.source import APP, PWA, ROOT, files, is_docstring, shown, tree

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
# Rooms whose names, comments and texts still change; delete a name here to have its room checked.
PENDING: set[str] = set()
# Classes of the public interface have the names that its description gives, whatever else is called so.
PUBLIC = "schemas.py"


@dataclass(frozen=True)
class Banned:
    """A word that is not used in one scope; on pages it is a regular expression."""

    word: str
    instead: str
    scope: str


@dataclass(frozen=True)
class Allowed:
    """A place that may use a banned word."""

    word: str
    scope: str
    path: str
    reason: str


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading of the glossary; `\\|` is a bar within a cell."""
    section = GLOSSARY.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [
        [cell.strip().strip("`").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines
    ]


TERMS = rows("Words that are used")
BANNED = [Banned(*row) for row in rows("Words that are not used")]
EXCEPTIONS = [Allowed(*row) for row in rows("Exceptions")]


def is_pending(path: str) -> bool:
    """Say whether a path belongs to a room that still changes."""
    parts = Path(path).parts
    return Path(path).stem in PENDING if parts[0] == "locales" else bool(PENDING & set(parts))


def is_allowed(word: str, scope: str, path: str) -> bool:
    """Say whether an exception covers a word at a path."""
    return is_pending(path) or any(
        (one.word, one.scope) == (word, scope) and (path == one.path or path.startswith(f"{one.path.rstrip('/')}/"))
        for one in EXCEPTIONS
    )


def banned_in(scope: str) -> list[Banned]:
    """Return the banned words of one scope."""
    return [one for one in BANNED if one.scope == scope]


@pytest.mark.parametrize("name", [name for row in TERMS for name in row[1].split("` `") if name != "–"])
def test_every_name_in_the_glossary_exists(name: str):
    room, *rest = name.split(".")
    if room in PENDING:
        pytest.skip(f"{room} still changes")
    module, found = f"app.{room}", importlib.import_module(f"app.{room}")
    for part in rest:
        try:
            module = f"{module}.{part}"
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            assert hasattr(found, part) or part in getattr(found, "__annotations__", {}), f"{name}: no {part}"
            found = getattr(found, part, None)


def test_every_term_is_defined_once():
    words = [word.strip() for row in TERMS for word in row[0].split(",")]
    assert sorted(words) == sorted(set(words))


def test_every_exception_is_for_a_banned_word_and_has_a_path_and_a_reason():
    known = {(one.word, one.scope) for one in BANNED}
    assert [one for one in EXCEPTIONS if (one.word, one.scope) not in known or not one.reason] == []
    assert [one.path for one in EXCEPTIONS if not (ROOT / one.path).exists()] == []


def test_a_class_name_means_one_thing():
    defined: dict[str, list[str]] = {}
    for path in files(APP, ".py"):
        if path.name != PUBLIC and not is_pending(shown(path)):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.ClassDef):
                    defined.setdefault(node.name, []).append(shown(path))
    assert {name: paths for name, paths in defined.items() if len(paths) > 1} == {}


def identifiers(path: Path) -> Iterator[str]:
    """Yield the names that a module defines, and its own."""
    yield path.stem
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


def words_of(identifier: str) -> set[str]:
    """Return the words of an identifier in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)}


def test_no_identifier_has_a_banned_word():
    words = {one.word: one for one in banned_in("names")}
    found = {
        f"{shown(path)}: {name} (use {words[word].instead})"
        for path in files(APP, ".py")
        for name in identifiers(path)
        for word in words_of(name) & words.keys()
        if not is_allowed(word, "names", shown(path))
    }
    assert not found


def prose(path: Path) -> str:
    """Return the comments and docstrings of a source file, or a document's text without its code."""
    source = path.read_text("utf-8")
    if path.suffix == ".md":
        return re.sub(r"^```.*?^```|`[^`\n]*`", "", source, flags=re.DOTALL | re.MULTILINE)
    if path.suffix == ".py":
        comments = [token.string for token in tokenize.generate_tokens(io.StringIO(source).readline)
                    if token.type == tokenize.COMMENT]  # fmt: skip
        strings = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and is_docstring(node))
        docstrings = [node.value for node in strings if isinstance(node.value, str)]
        return "\n".join([*comments, *docstrings])
    return "\n".join(re.findall(r"/\*.*?\*/|(?:^|(?<=\s))//[^\n]*", source, flags=re.DOTALL))


def documents() -> list[Path]:
    """Return all files whose comments, docstrings or text are checked."""
    return [
        *files(APP, ".py"), *files(ROOT / "accessibility", ".py"), *files(PWA, ".js", ".mjs", ".scss", ".py"),
        *files(ROOT / "docs", ".md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "wsgi.py",
    ]  # fmt: skip


def test_no_comment_docstring_or_document_has_a_banned_word():
    banned = [(one, re.compile(rf"\b{one.word}\b", re.IGNORECASE)) for one in banned_in("prose")]
    found = {
        f"{shown(path)}: {one.word} (write {one.instead})"
        for path in documents()
        if path != ROOT / "docs" / "glossary.md"
        for one, pattern in banned
        if pattern.search(prose(path)) and not is_allowed(one.word, "prose", shown(path))
    }
    assert not found


@cache
def hungarian_texts() -> list[tuple[str, str]]:
    """Return the Hungarian texts of the catalogues and of the content folder, each with its path."""
    found = [
        (shown(path), text)
        for folder in ("hu", "hu_simple")
        for path in sorted((ROOT / "locales" / folder).glob("*.po"))
        for entry in read_po(io.BytesIO(path.read_bytes()))
        if entry.id
        for text in ([entry.string] if isinstance(entry.string, str) else entry.string)
    ]
    content = ROOT / "content"
    found += [(shown(path), path.read_text("utf-8")) for path in sorted(content.rglob("hu*.md"))]
    for path in sorted(content.rglob("*.yaml")):
        found += [(shown(path), text) for text in values(yaml.safe_load(path.read_text("utf-8")))]
    return found


def values(data: object) -> Iterator[str]:
    """Yield all strings in parsed YAML."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from values(one)


@pytest.mark.parametrize("banned", banned_in("pages"), ids=lambda one: one.instead)
def test_no_hungarian_text_has_a_banned_word(banned: Banned):
    found = {
        f"{path}: {text[:90]}"
        for path, text in hungarian_texts()
        if re.search(banned.word, text) and not is_allowed(banned.word, "pages", path)
    }
    assert not found, f"write {banned.instead}"
