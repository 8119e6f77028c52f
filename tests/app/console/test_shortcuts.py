import re

from app.console.shortcuts import SHORTCUTS
from tests.architecture.source import PWA


def test_the_list_names_the_same_keys_as_the_script_knows():
    source = (PWA / "js" / "console" / "shortcuts.js").read_text("utf-8")
    letters = dict(re.findall(r"(\w+): '(\w+)'", re.search(r"^const LETTERS = {(.*)}$", source, re.MULTILINE)[1]))
    signs = {"ArrowDown": "↓", "ArrowUp": "↑"}
    known = {f"Alt+{signs.get(key, key.upper())}": name for key, name in letters.items()}
    listed = {shortcut.keys: shortcut.name for shortcut in SHORTCUTS if shortcut.name not in {"", "reply"}}
    assert listed == known


def test_no_key_is_pressed_by_writing():
    assert all(shortcut.keys.startswith(("Alt+", "Ctrl+")) for shortcut in SHORTCUTS)
