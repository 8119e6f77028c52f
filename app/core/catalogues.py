"""The catalogues: one small PO file a room and language, merged when the service starts.

A room's texts live in a file of the room's name, so that a translator finds them and two people seldom meet in one.
`python -m tests.locales` (`make i18n`) names every text that a language lacks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "locales"
FOLDERS = {"hu": "hu", "hu-simple": "hu_simple", "en": "en", "de": "de"}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "lazy": None, "_l": None, "lazy_gettext": None, "_n": (1, 2),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@lru_cache(maxsize=8)
def translations(language: str) -> Translations:
    """Return the merged texts of `language`."""
    merged = Catalog(locale="en", fuzzy=False, domain="messages")
    for message in messages(language):
        merged.add(message.id, message.string)
    buffer = io.BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return Translations(buffer, domain="messages")


def messages(language: str) -> Iterator[Message]:
    """Yield every text of `language`, room by room, without the files' headers."""
    for path in sorted((LOCALES / FOLDERS[language]).glob("*.po")):
        with path.open("rb") as stream:
            yield from (message for message in read_po(stream, locale="en") if message.id)


def used() -> dict[str | tuple[str, ...], str]:
    """Return every text that code and templates ask for, with one place where they do."""
    found: dict[str | tuple[str, ...], str] = {}
    options = {"**.html": {"extensions": "jinja2.ext.do", "trimmed": "true", "silent": "false"}}
    for filename, line, text, _comments, _context in extract_from_dir(
        str(ROOT / "app"), method_map=METHODS, options_map=options, keywords=KEYWORDS
    ):
        found.setdefault(text, f"app/{filename}:{line}")
    return found


def faults() -> list[str]:
    """Name what is wrong: texts a language lacks, texts nobody uses, contradictions, lost placeholders."""
    wanted = used()
    singular = {text if isinstance(text, str) else text[0]: place for text, place in wanted.items()}
    return [
        fault
        for language in FOLDERS
        for fault in (
            *_lacking(language, wanted),
            *(_faults_of(message, language) for message in messages(language)),
            *_unused(language, set(singular)),
            *_contradictions(language),
        )
        if fault
    ]


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _lacking(language: str, wanted: dict[str | tuple[str, ...], str]) -> Iterator[str]:
    have = {_key(message) for message in messages(language) if _complete(message)}
    for text, place in wanted.items():
        first = text if isinstance(text, str) else text[0]
        if first not in have:
            yield f"{language}: no translation of {first!r} ({place})"


def _complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(strings) and all(strings) and not message.fuzzy


def _faults_of(message: Message, language: str) -> str | None:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    asked = set().union(*(PLACEHOLDER.findall(str(text)) for text in ids))
    for string in strings:
        # A plural form may leave the number out ("one day"); it may never name something that is not given.
        if not set(PLACEHOLDER.findall(str(string))) <= asked:
            return f"{language}: {string!r} names a value that {_key(message)!r} does not give"
        if len(ids) == 1 and set(PLACEHOLDER.findall(str(string))) != asked:
            return f"{language}: {string!r} loses a value of {_key(message)!r}"
    return None


def _unused(language: str, wanted: set[str]) -> Iterator[str]:
    for message in messages(language):
        if _key(message) not in wanted:
            yield f"{language}: nobody uses {_key(message)!r}"


def _contradictions(language: str) -> Iterator[str]:
    seen: dict[str, object] = {}
    for message in messages(language):
        if seen.setdefault(_key(message), message.string) != message.string:
            yield f"{language}: two translations of {_key(message)!r}"
