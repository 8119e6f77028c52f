"""The languages that the service speaks: one record each, which everything else reads.

A record says what a program must know to write a language: its address, its locale, where its texts are, what stands
in for a missing text, its plural rule, its dates and times, its letters. `create_app` takes the records, and the start
stops with one sentence when one of them is incomplete. docs/architecture.md says how to add a language.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MASTER = "hu"
"""The language of the law and of the content folder's master texts: what nobody translated is said in it."""
PLURAL_RULE = re.compile(r"nplurals=([1-6]); plural=([^;]+);")


def gettext_noop(message: str) -> str:
    """Mark `message` for the catalogues; whoever shows it translates it."""
    return message


class IncompleteLanguageError(SystemExit):
    """A language lacks something: the start stops with one sentence that names the language and what is missing."""

    def __init__(self, language: Language, missing: str) -> None:
        """Say that `language` is incomplete, and in which way."""
        super().__init__(f"Language {language.tag!r} is incomplete: {missing}.")


@dataclass(frozen=True)
class Dates:
    """How days are written, as CLDR patterns: in full, in the near future, and without the weekday."""

    long: str
    day: str
    plain: str


@dataclass(frozen=True)
class Times:
    """How times of day are written and read.

    `full_hour` writes an hour without minutes inside a sentence, `opening` a time that stands alone. `to` are the words
    between the ends of a span ("9 to 12"), `between` those around spans ("and", "o'clock"), as a supervisor types them.
    """

    separator: str
    full_hour: str = "{hour}"
    opening: str = "{time}"
    to: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class Language:
    """One language, or one reading variant of a language."""

    tag: str
    """In addresses and in the `lang` of pages."""
    name: str
    """Its own name for itself."""
    english_name: str
    """What others call it: the id of a text in the catalogues."""
    in_language: str
    """How one says that a text is in it: the id of a text in the catalogues."""
    locale: str
    """Whose CLDR data Babel takes for names of months, lists and decimals."""
    catalogue: Path
    """The folder of its texts, below `locales/`."""
    fallback: tuple[str, ...]
    """Whose texts stand in for missing ones, the nearest first; the last is the master."""
    plural: str
    """The gettext `Plural-Forms` of its catalogues."""
    dates: Dates
    times: Times
    letters: str
    """The small letters beyond a to z."""
    quotes: tuple[str, str]
    stemmer: str = ""
    """The Snowball stemmer of its search; none when there is none."""
    compounds: bool = False
    """Whether words are commonly built of others, so that the end of an unknown word says what it is about."""
    easy: bool = False
    """Whether it is the easy-to-read variant: one idea a line."""
    lower_case_holidays: bool = False
    """Whether names of holidays begin with a small letter within a sentence."""

    @property
    def base(self) -> str:
        """Return the language without its variant: `hu` for `hu-simple`."""
        return self.tag.partition("-")[0]

    @property
    def chain(self) -> tuple[str, ...]:
        """Return whose texts are taken, in this order: its own first."""
        return (self.tag, *self.fallback)

    @property
    def plural_forms(self) -> int:
        """Return how many forms a text with a number has."""
        found = PLURAL_RULE.fullmatch(self.plural)
        return int(found[1]) if found else 0


_HUNGARIAN: dict[str, Any] = {
    "locale": "hu",
    # After a number Hungarian has the singular; both forms exist because "1" may be written as a word.
    "plural": "nplurals=2; plural=(n != 1);",
    "dates": Dates("y. MMMM d., EEEE", "MMMM d., EEEE", "y. MMMM d."),
    "times": Times(".", between=("és", "óra")),
    "letters": "áéíóöőúüű",
    "quotes": ("„", "”"),
    "stemmer": "hungarian",
    "lower_case_holidays": True,
}
LANGUAGES = (
    Language(
        tag="hu", name="Magyar", catalogue=Path("hu"), fallback=(), **_HUNGARIAN,
        english_name=gettext_noop("Hungarian"), in_language=gettext_noop("in Hungarian"),
    ),
    Language(
        tag="hu-simple", name="Könnyen érthető", catalogue=Path("hu_simple"), fallback=("hu",), easy=True, **_HUNGARIAN,
        english_name=gettext_noop("Easy Hungarian"), in_language=gettext_noop("in easy Hungarian"),
    ),
    Language(
        tag="en", name="English", locale="en_GB", catalogue=Path("en"), fallback=("hu",),
        plural="nplurals=2; plural=(n != 1);",
        dates=Dates("EEEE d MMMM y", "EEEE d MMMM", "d MMMM y"),
        times=Times(":", full_hour="{hour}:00", to=("to",), between=("and",)),
        letters="", quotes=("“", "”"), stemmer="english",
        english_name=gettext_noop("English"), in_language=gettext_noop("in English"),
    ),
    Language(
        tag="de", name="Deutsch", locale="de", catalogue=Path("de"), fallback=("hu",),
        plural="nplurals=2; plural=(n != 1);",
        dates=Dates("EEEE, d. MMMM y", "EEEE, d. MMMM", "d. MMMM y"),
        times=Times(".", opening="{time} Uhr", to=("bis",), between=("und", "uhr")),
        letters="äöüß", quotes=("„", "“"), stemmer="german", compounds=True,
        english_name=gettext_noop("German"), in_language=gettext_noop("in German"),
    ),
)  # fmt: skip
"""The languages of the product, in the order in which pages offer them."""

_known: dict[str, Language] = {language.tag: language for language in LANGUAGES}


def use(languages: Sequence[Language]) -> None:
    """Let this process speak exactly `languages`, which were found complete."""
    _known.clear()
    _known.update({language.tag: language for language in languages})


def known() -> tuple[Language, ...]:
    """Return the languages of this process, in the order in which pages offer them."""
    return tuple(_known.values())


def tags() -> tuple[str, ...]:
    """Return the tags of the languages: hu, hu-simple, en, de."""
    return tuple(_known)


def base_tags() -> tuple[str, ...]:
    """Return the tags without variants: hu, en, de."""
    return tuple(dict.fromkeys(language.base for language in _known.values()))


def get(tag: str) -> Language:
    """Return the language of `tag`; the master for one that the service does not speak, or speaks no more."""
    return _known.get(tag) or _known[MASTER]


def is_known(tag: str) -> bool:
    """Say whether the service speaks the language of `tag`."""
    return tag in _known


def name_of(tag: str) -> str:
    """Return a language's own name; the tag itself when the service does not speak it."""
    return _known[tag].name if tag in _known else tag


def reading_levels(tag: str) -> tuple[str, ...]:
    """Return the tags of a language's reading variants: hu and hu-simple for either of them."""
    base = get(tag).base
    return tuple(language.tag for language in _known.values() if language.base == base)


def easy_variant(tag: str) -> str:
    """Return the tag of the easy-to-read variant of a language; nothing when it has none."""
    return next((level for level in reading_levels(tag) if get(level).easy), "")


def further_letters() -> str:
    """Return all letters beyond a to z that the languages are written with, large and small, each once."""
    letters = "".join(language.letters for language in _known.values())
    return "".join(sorted({*letters, *(large for letter in letters if len(large := letter.upper()) == 1)}))


if __name__ == "__main__":
    # The build of the front end asks which letters its fonts must have; it runs this file alone, without the service.
    sys.stdout.write(further_letters() + "\n")
