"""The catalogues: one small PO file a room and language, merged and checked when the service starts.

A room's texts live in a file of the room's name, so that a translator finds them and two people seldom meet in one.
The start stops when a language has fewer texts than the master, or texts that do not follow its plural rule.
`python -m tests.locales` (`make i18n`) names every text that a language lacks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from app.core import languages
from app.core.languages import IncompleteLanguageError, Language

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "locales"
SEARCH_WORDS = "search.yaml"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "lazy": None, "_l": None, "lazy_gettext": None, "_n": (1, 2),
    "gettext_noop": None,
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_translations: dict[str, Translations] = {}


def load(spoken: Sequence[Language]) -> None:
    """Read the texts of all languages. Raise `IncompleteLanguageError` for the first that lacks some."""
    merged = _checked(tuple(spoken))
    _translations.clear()
    _translations.update(merged)


@lru_cache(maxsize=4)
def _checked(spoken: tuple[Language, ...]) -> Mapping[str, Translations]:
    read = {language.tag: _read(language.catalogue, language.plural) for language in spoken}
    wanted = {_key(message) for message in read[languages.MASTER].texts}
    for language in spoken:
        if problem := next(_missing(language, read[language.tag], wanted), None):
            raise IncompleteLanguageError(language, problem)
    return {tag: catalogue.merged for tag, catalogue in read.items()}


def translations(language: str) -> Translations:
    """Return the merged texts of `language`; the master's for one that the service does not speak."""
    return _translations.get(language) or _translations[languages.MASTER]


def messages(language: Language) -> Sequence[Message]:
    """Return every text of `language`, room by room, without the files' headers."""
    return _read(language.catalogue, language.plural).texts


@dataclass(frozen=True)
class _Catalogue:
    """One language's texts, the plural rule that each of its files names, and all texts merged for lookup."""

    texts: tuple[Message, ...]
    rules: dict[str, str]
    merged: Translations


@lru_cache(maxsize=16)
def _read(folder: Path, plural: str) -> _Catalogue:
    texts: list[Message] = []
    rules: dict[str, str] = {}
    for path in sorted((LOCALES / folder).glob("*.po")):
        with path.open("rb") as stream:
            catalogue = read_po(stream)
        rules[path.name] = catalogue.plural_forms
        texts += (message for message in catalogue if message.id)
    return _Catalogue(tuple(texts), rules, _merged(texts, plural))


def _merged(texts: Sequence[Message], plural: str) -> Translations:
    # The header carries the plural rule to the lookup, and Babel writes it for catalogues of a locale only.
    merged = Catalog(locale="en", fuzzy=False, domain="messages")
    merged.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", plural)]
    for message in texts:
        merged.add(message.id, message.string)
    buffer = io.BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return Translations(buffer, domain="messages")


def _missing(language: Language, catalogue: _Catalogue, wanted: set[str]) -> Iterator[str]:
    place = LOCALES / language.catalogue
    if not catalogue.texts:
        yield f"there are no catalogues in {place}"
    for name, rule in catalogue.rules.items():
        if _squeezed(rule) != _squeezed(language.plural):
            yield f"{place / name} has the plural rule {rule!r}, its record has {language.plural!r}"
    if language.tag == language.base and not (place / SEARCH_WORDS).is_file():
        yield f"{place / SEARCH_WORDS}, the small words that its search leaves out, is missing"
    if lacking := sorted(wanted - {_key(message) for message in catalogue.texts if _complete(message)}):
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        yield f"the catalogues in {place} do not translate {lacking[0]!r}{more}"


def _squeezed(rule: str) -> str:
    return re.sub(r"[\s()]|;$", "", rule)


def search_words(folder: Path) -> dict[str, Any]:
    """Return what the search knows of a language: `stop`, words that say nothing, and `same`, what means another."""
    found: dict[str, Any] = yaml.safe_load((LOCALES / folder / SEARCH_WORDS).read_text("utf-8"))
    return found


def used() -> dict[str | tuple[str, ...], str]:
    """Return every text that code and templates ask for, with one place where they do."""
    found: dict[str | tuple[str, ...], str] = {}
    options = {"**.html": {"extensions": "jinja2.ext.do", "trimmed": "true", "silent": "false"}}
    for filename, line, text, _comments, _context in extract_from_dir(
        str(ROOT / "app"), method_map=METHODS, options_map=options, keywords=KEYWORDS
    ):
        found.setdefault(text, f"app/{filename}:{line}")
    return found


def problems(spoken: Sequence[Language], wanted: Mapping[str | tuple[str, ...], str]) -> list[str]:
    """Name what is wrong: texts of `wanted` that a language lacks, unused texts, contradictions, lost placeholders."""
    singular = {text if isinstance(text, str) else text[0]: place for text, place in wanted.items()}
    return [
        problem
        for language in spoken
        for problem in (
            *_lacking(language, wanted),
            *(_problem_of(message, language) for message in messages(language)),
            *_unused(language, set(singular)),
            *_contradictions(language),
        )
        if problem
    ]


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _lacking(language: Language, wanted: Mapping[str | tuple[str, ...], str]) -> Iterator[str]:
    have = {_key(message) for message in messages(language) if _complete(message)}
    for text, place in wanted.items():
        first = text if isinstance(text, str) else text[0]
        if first not in have:
            yield f"{language.tag}: no translation of {first!r} ({place})"


def _strings(message: Message) -> Sequence[str | None]:
    return message.string if isinstance(message.string, (list, tuple)) else [message.string]


def _complete(message: Message) -> bool:
    strings = _strings(message)
    return bool(strings) and all(strings) and not message.fuzzy


def _problem_of(message: Message, language: Language) -> str | None:
    strings = _strings(message)
    ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    asked = set().union(*(PLACEHOLDER.findall(str(text)) for text in ids))
    for string in strings:
        # A plural form may leave the number out ("one day"); it may never name something that is not given.
        if not set(PLACEHOLDER.findall(str(string))) <= asked:
            return f"{language.tag}: {string!r} names a value that {_key(message)!r} does not give"
        if len(ids) == 1 and set(PLACEHOLDER.findall(str(string))) != asked:
            return f"{language.tag}: {string!r} loses a value of {_key(message)!r}"
    return None


def _unused(language: Language, wanted: set[str]) -> Iterator[str]:
    for message in messages(language):
        if _key(message) not in wanted:
            yield f"{language.tag}: nobody uses {_key(message)!r}"


def _contradictions(language: Language) -> Iterator[str]:
    seen: dict[str, object] = {}
    for message in messages(language):
        if seen.setdefault(_key(message), message.string) != message.string:
            yield f"{language.tag}: two translations of {_key(message)!r}"
