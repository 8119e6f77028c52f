"""The catalogues: no language lacks a text, none has one too many, and every text keeps its values."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.core import catalogues
from app.core.languages import LANGUAGES

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def test_every_text_is_there_in_every_language():
    assert catalogues.problems(LANGUAGES, catalogues.used()) == []


def test_every_room_has_a_file_in_every_language():
    rooms = {
        language.tag: {path.name for path in (catalogues.LOCALES / language.catalogue).glob("*.po")}
        for language in LANGUAGES
    }
    assert len({frozenset(names) for names in rooms.values()}) == 1, rooms


def test_nothing_is_marked_as_uncertain():
    fuzzy = [
        f"{language.tag}: {message.id}"
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
        (language.tag, text)
        for language in LANGUAGES
        for message in catalogues.messages(language)
        for text in (message.string if isinstance(message.string, (list, tuple)) else [message.string])
        for word in informal.get(language.base, ())
        if word in f" {text.lower()} "
    ]
    assert found == []


@pytest.fixture
def planted(tmp_path: Path) -> Callable[..., list[str]]:
    """`planted(room=…)` names the problems of a language of those files, when a page asks for two texts."""

    def problems(**files: str) -> list[str]:
        for name, texts in files.items():
            (tmp_path / f"{name}.po").write_text(HEADER + texts, "utf-8")
        language = replace(LANGUAGES[0], catalogue=tmp_path)
        return catalogues.problems([language], {"Send": "app/x.html:1", "Hello %(name)s": "app/x.html:2"})

    return problems


GOOD = 'msgid "Send"\nmsgstr "Küldés"\n\nmsgid "Hello %(name)s"\nmsgstr "Jó napot, %(name)s"\n\n'


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (GOOD, None),
        (GOOD.replace('"Küldés"', '""'), "no translation of 'Send'"),
        (GOOD.replace('msgid "Send"', '#, fuzzy\nmsgid "Send"'), "no translation of 'Send'"),
        (GOOD.replace("napot, %(name)s", "napot"), "loses a value"),
        (GOOD.replace("napot, %(name)s", "napot, %(nev)s"), "names a value"),
        (GOOD + 'msgid "Old"\nmsgstr "Régi"\n', "nobody uses 'Old'"),
    ],
)
def test_a_planted_fault_is_found(planted: Callable[..., list[str]], texts: str, problem: str | None):
    found = planted(room=texts)
    assert (found == []) if problem is None else any(problem in line for line in found), found


def test_two_rooms_that_translate_a_text_differently_are_found(planted: Callable[..., list[str]]):
    found = planted(room=GOOD, other=GOOD.replace("Küldés", "Elküldöm"))
    assert any("two translations of 'Send'" in line for line in found)


def test_the_command_says_that_all_is_there_and_nothing_else():
    command = [sys.executable, "-m", "tests.locales"]
    done = subprocess.run(command, cwd=catalogues.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("All ")
    assert done.stderr == ""
