"""Whether the records of the languages are complete: pure, asked once when the service starts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from gettext import c2py

import snowballstemmer
from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from app.core.languages import MASTER, PLURAL_RULE, IncompleteLanguageError, Language

TAG = re.compile(r"[a-z]{2}(-[a-z]{2,7})?")
"""What addresses and columns of the database take."""
ANY_DAY = date(2026, 11, 26)
MOST_COUNTED = 1000
"""So far a plural rule is tried: CLDR's rules repeat after a hundred, some name a thousand."""


@lru_cache(maxsize=4)
def check(languages: tuple[Language, ...]) -> None:
    """Raise `IncompleteLanguageError` with the first thing that a record lacks."""
    tags = [language.tag for language in languages]
    if MASTER not in tags:
        raise SystemExit(f"The languages lack {MASTER!r}, in which the master texts are written.")
    for number, language in enumerate(languages):
        if language.tag in tags[:number]:
            raise IncompleteLanguageError(language, "a second record has the same tag")
        for missing in _missing(language, tags):
            raise IncompleteLanguageError(language, missing)
    if not any(language.easy and language.base == MASTER for language in languages):
        raise SystemExit(f"The languages lack an easy-to-read variant of {MASTER!r}, to which simple mode leads.")


def _missing(language: Language, tags: Sequence[str]) -> Iterator[str]:
    if not TAG.fullmatch(language.tag):
        yield "its tag must be two small letters, for example hr, or two with a variant, for example hr-simple"
    for name in ("name", "english_name", "in_language"):
        if not getattr(language, name):
            yield f"its record has no {name}"
    if language.base not in tags:
        yield f"there is no record of {language.base!r}, whose variant it is"
    yield from _missing_fallback(language, tags)
    yield from _missing_plural(language)
    yield from _missing_dates(language)
    if len(language.quotes) != 2 or not all(language.quotes):  # noqa: PLR2004 - an opening and a closing one
        yield "its record needs two quotes, an opening and a closing one"
    if language.stemmer and language.stemmer not in snowballstemmer.algorithms():
        yield f"there is no Snowball stemmer {language.stemmer!r}"


def _missing_fallback(language: Language, tags: Sequence[str]) -> Iterator[str]:
    for tag in language.fallback:
        if tag not in tags or tag == language.tag:
            yield f"its fallback {tag!r} is no other language of the service"
    if language.chain[-1] != MASTER:
        yield f"its fallback does not end in {MASTER!r}, in which the master texts are written"


def _missing_plural(language: Language) -> Iterator[str]:
    found = PLURAL_RULE.fullmatch(language.plural)
    if not found:
        yield "its plural rule is not of the form 'nplurals=2; plural=(n != 1);'"
        return
    try:
        form_of = c2py(found[2])
        used = {form_of(number) for number in range(MOST_COUNTED)}
    except ValueError:
        yield f"its plural rule {found[2]!r} cannot be read"
        return
    if used != set(range(language.plural_forms)):
        yield f"its plural rule gives the forms {sorted(used)}, and nplurals says {language.plural_forms}"


def _missing_dates(language: Language) -> Iterator[str]:
    try:
        locale = Locale.parse(language.locale)
    except (UnknownLocaleError, ValueError):
        yield f"Babel knows no locale {language.locale!r}"
        return
    wanted = {"long": "EMdy", "day": "EMd", "plain": "Mdy"}
    for name, letters in wanted.items():
        pattern = getattr(language.dates, name)
        if not set(letters) <= set(pattern):
            yield f"its date pattern dates.{name} needs the CLDR letters {', '.join(letters)}"
        elif not format_date(ANY_DAY, pattern, locale=locale):
            yield f"its date pattern dates.{name} writes nothing"
    times = language.times
    if not times.separator or "{hour}" not in times.full_hour or "{time}" not in times.opening:
        yield "its times need a separator, {hour} in full_hour and {time} in opening"
