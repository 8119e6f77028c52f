"""Conventions: one clock, texts in catalogues, fixed file names, nothing unfinished."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from app import events
from app.features import FEATURES
from tests.architecture.source import APP, PWA, ROOT, ancestors, called, files, rooms, script_texts, shown, texts, tree

CLOCKS = re.compile(
    r"(datetime|date|dt\.datetime|dt\.date|datetime\.datetime|datetime\.date)\.(now|utcnow|today)"
    r"|time\.(time|time_ns|monotonic|perf_counter|localtime|gmtime|sleep)"
)
FIXED = {
    "__init__", "wiring", "models", "actions", "queries", "forms", "views", "staff", "sockets", "api", "jobs",
    "commands",
}  # fmt: skip
# A Hungarian phrase or a label; what citizens type (names of months, say) is lower case and no text of ours.
HUNGARIAN = re.compile(r"[áéíóöőúüű]\w* \w|\w \w*[áéíóöőúüű]|^[A-ZÁÉÍÓÖŐÚÜŰ]\w*[áéíóöőúüű]\w*[.:!?…]?$")
SENTENCE = re.compile(r"^[A-Z][a-z]+(,? [\w’'%(){}-]+){2,}[.!?]$")
# Names, not texts: the languages' own names and the service's.
NAMES = re.compile("Könnyen érthető|Segít a hivatal")
GETTEXT = {"_", "_l", "_n", "gettext", "ngettext", "lazy", "lazy_gettext"}
# Read by administrators and programmers, in English: logs, errors, the command line, the description of the interface.
TECHNICAL_FILES = {"api.py", "openapi.py", "schemas.py", "commands.py", "demo.py"}
TECHNICAL_CALLS = re.compile(
    r"(^|\.)(log|logger|logging)\b|(Error|Exception|WrongSetting|Exit|Setting)$|^ProblemType$|echo$"
)


@pytest.mark.parametrize("path", [*files(APP, ".py"), *files(ROOT / "accessibility", ".py")], ids=shown)
def test_there_is_one_clock(path):
    if path == APP / "core" / "clock.py":
        return
    read = [f"{node.lineno}: {called(node)}" for node in ast.walk(tree(path)) if CLOCKS.fullmatch(called(node))]
    assert not read, "ask app.core.clock"


def is_technical(node: ast.AST) -> bool:
    return any(
        isinstance(outer, ast.Raise | ast.Assert)
        or (isinstance(outer, ast.Call) and TECHNICAL_CALLS.search(called(outer)))
        for outer in ancestors(node)
    )


def is_translated(node: ast.AST) -> bool:
    return any(called(outer) in GETTEXT for outer in ancestors(node))


def is_for_people(text: str) -> bool:
    """Say whether somebody is meant to read `text`; a pattern to compare with is not."""
    words = NAMES.sub("", text)
    return "(?" not in words and "\\w" not in words and bool(HUNGARIAN.search(words) or SENTENCE.match(words))


@pytest.mark.parametrize("text", ["Foglaljon időpontot", "Küldés", "Várjon…", "Your message has been sent."])
def test_a_text_for_people_is_recognized(text: str):
    assert is_for_people(text)


@pytest.mark.parametrize("text", ["január", "Segít a hivatal", "data-module", r"(?:[áé]\w+ )", "Accept-Encoding"])
def test_other_strings_are_not_taken_for_texts_for_people(text: str):
    assert not is_for_people(text)


@pytest.mark.parametrize("path", files(APP, ".py"), ids=shown)
def test_python_files_have_no_texts_for_people(path):
    if path.name in TECHNICAL_FILES:
        return
    found = [
        f"{node.lineno}: {node.value!r}"
        for node in texts(tree(path))
        if is_for_people(node.value) and not (is_translated(node) or is_technical(node))
    ]
    assert not found, "texts stand in the catalogues or in content/"


@pytest.mark.parametrize("path", [p for p in files(PWA, ".js") if not p.name.endswith(".test.js")], ids=shown)
def test_scripts_have_no_texts_for_people(path):
    found = [t for t in script_texts(path.read_text("utf-8")) if is_for_people(t)]
    assert not found, "a script gets its texts from data attributes"


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_has_only_the_fixed_files_and_documented_modules_named_for_what_they_decide(room):
    for path in room.glob("*.py"):
        if path.stem in FIXED:
            continue
        assert path.stem not in {"util", "utils", "helpers", "common", "misc"}, (
            f"{shown(path)} says nothing by its name"
        )
        assert ast.get_docstring(tree(path)), f"{shown(path)} does not say what it decides"
    folders = {path.name for path in room.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders <= {"templates"}


@pytest.mark.parametrize("path", [room / "__init__.py" for room in rooms()], ids=shown)
def test_the_init_file_of_a_room_has_only_its_docstring(path):
    module = tree(path)
    assert ast.get_docstring(module)
    assert len(module.body) == 1


def test_every_event_has_a_listener():
    defined = {value for value in vars(events).values() if isinstance(value, type)}
    assert {kind.__name__ for kind in defined.difference(*(feature.listens for feature in FEATURES))} == set()


def test_a_layer_is_optional_only_until_its_room_exists():
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    optional = re.findall(r"\((\w+)\)", " ".join(layers["layers"]))
    assert [name for name in optional if (APP / name).exists()] == []


def test_nothing_is_left_unfinished():
    """No promise in the code that someone has to remember."""
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK|TEMPORARY)\b|coming soon|hamarosan elérhető", re.IGNORECASE)
    sources = [
        *files(APP, ".py", ".html"), *files(ROOT / "accessibility", ".py"), *files(PWA, ".js", ".scss"),
        ROOT / "wsgi.py",
    ]  # fmt: skip
    found = {
        f"{shown(path)}:{number}": line.strip()
        for path in sources
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if left.search(line)
    }
    assert not found
