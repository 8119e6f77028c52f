"""The catalogues: no language lacks a text, none has one too many, and every text keeps its values."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.core import catalogues
from app.core.i18n import LANGUAGES

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def test_every_text_is_there_in_every_language():
    assert catalogues.faults() == []


def test_every_room_has_a_file_in_every_language():
    rooms = {
        language: {path.name for path in (catalogues.LOCALES / folder).glob("*.po")}
        for language, folder in catalogues.FOLDERS.items()
    }
    assert set(catalogues.FOLDERS) == set(LANGUAGES)
    assert len({frozenset(names) for names in rooms.values()}) == 1, rooms


def test_nothing_is_marked_as_uncertain():
    fuzzy = [
        f"{language}: {message.id}"
        for language in LANGUAGES
        for message in catalogues.messages(language)
        if message.fuzzy
    ]
    assert fuzzy == []


def test_hungarian_says_on_and_german_says_sie():
    """Citizens are addressed formally, in the easy texts too."""
    informal = {
        "hu": (" te ", " neked", " téged", "szeretnél", "kattints "),
        "de": (" du ", " dir ", " dein ", " deine ", " dich "),
    }
    found = [
        (language, text)
        for language in LANGUAGES
        for message in catalogues.messages(language)
        for text in (message.string if isinstance(message.string, (list, tuple)) else [message.string])
        for word in informal.get(language.partition("-")[0], ())
        if word in f" {text.lower()} "
    ]
    assert found == []


@pytest.fixture
def one_language(tmp_path: Path, monkeypatch) -> Path:
    """A house with one language and one page, to plant faults in."""
    (tmp_path / "xx").mkdir()
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    monkeypatch.setattr(catalogues, "FOLDERS", {"xx": "xx"})
    monkeypatch.setattr(catalogues, "used", lambda: {"Send": "app/x.html:1", "Hello %(name)s": "app/x.html:2"})
    return tmp_path / "xx"


GOOD = 'msgid "Send"\nmsgstr "Küldés"\n\nmsgid "Hello %(name)s"\nmsgstr "Jó napot, %(name)s"\n\n'


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        (GOOD, None),
        (GOOD.replace('"Küldés"', '""'), "no translation of 'Send'"),
        (GOOD.replace('msgid "Send"', '#, fuzzy\nmsgid "Send"'), "no translation of 'Send'"),
        (GOOD.replace("napot, %(name)s", "napot"), "loses a value"),
        (GOOD.replace("napot, %(name)s", "napot, %(nev)s"), "names a value"),
        (GOOD + 'msgid "Old"\nmsgstr "Régi"\n', "nobody uses 'Old'"),
    ],
)
def test_a_planted_fault_is_found(one_language: Path, texts: str, fault: str | None):
    (one_language / "room.po").write_text(HEADER + texts, "utf-8")
    found = catalogues.faults()
    assert (found == []) if fault is None else any(fault in line for line in found), found


def test_two_rooms_that_translate_a_text_differently_are_found(one_language: Path):
    (one_language / "room.po").write_text(HEADER + GOOD, "utf-8")
    (one_language / "other.po").write_text(HEADER + GOOD.replace("Küldés", "Elküldöm"), "utf-8")
    assert any("two translations of 'Send'" in line for line in catalogues.faults())


def test_the_command_says_that_all_is_there_and_nothing_else():
    command = [sys.executable, "-m", "tests.locales"]
    done = subprocess.run(command, cwd=catalogues.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("All ")
    assert done.stderr == ""
