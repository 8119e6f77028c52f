"""Normalizes words for comparison: without accents, doubled letters and endings.

Citizens type without accents, with typos, in colloquial language and dialect. Both sides of the search are normalized
in the same way: the editors' texts when the index is filled, the citizen's question when it is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import snowballstemmer

from app.core import catalogues, languages

LONGEST_QUERY = 300
LONGEST_WORD = 40
SHORTEST_STEM = 3
_letters = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l"})

# Endings of Hungarian in the folded spelling, outermost first: question mark, case, plural and owner, verb.
CLITIC = frozenset("e")
CASES = frozenset((
    "kent", "onkent", "enkent", "ban", "ben", "bol", "bel", "ba", "be", "nak", "nek", "rol", "tol", "rul", "tul",
    "hoz", "hez", "ra", "re", "val", "vel", "al", "el", "nal", "nel", "ert", "ig", "kor", "ul", "on", "en", "an", "n",
    "at", "et", "ot", "t", "ket", "kat", "va", "ve",
))  # fmt: skip
OWNERS = frozenset((
    "jaink", "jeink", "jaitok", "aink", "eink", "jaim", "jeim", "jaid", "jeid", "jaik", "jeik", "aim", "eim", "aid",
    "eid", "aik", "eik", "jai", "jei", "ai", "ei", "unk", "nk", "otok", "atok", "etek", "juk", "uk", "om", "em",
    "am", "im", "m", "od", "ed", "ad", "id", "ja", "je", "a", "e", "ak", "ek", "ok", "k", "i", "os", "es", "as", "s",
    "beli", "bol",
))  # fmt: skip
VERBS = frozenset((
    "hatnank", "hetnenk", "hatnam", "hetnem", "hatom", "hetem", "hatok", "hetek", "hatunk", "hetunk", "hatja", "heti",
    "hatjuk", "hetjuk", "hatsz", "hetsz", "hato", "heto", "hat", "het", "hatna", "hetne", "tatok", "tetek", "tunk",
    "tuk", "tam", "tem", "tak", "tek", "ta", "te", "ot", "et", "t", "nank", "nenk", "nam", "nem", "nak", "nek", "na",
    "ne", "ani", "eni", "ni", "om", "em", "ok", "ek", "unk", "od", "ed", "ja", "i", "juk", "jak", "jek", "jam", "jem",
    "jon", "jen", "junk", "jenek", "janak", "sz", "asz", "esz", "nod", "ned", "nom", "nem", "nia", "nie", "tatni",
    "tetni", "atni", "etni", "o", "as", "es", "va", "ve", "andom", "endo", "ando", "m", "a", "e", "ik", "ast", "est",
    "sa", "se",
))  # fmt: skip
LONGEST_ENDING = max(map(len, CASES | OWNERS | VERBS))
PREFIXES = ("vissza", "ossze", "hozza", "haza", "szet", "meg", "fel", "ki", "be", "le", "el", "at", "ra", "ide")
SHORT_ROOTS = frozenset({"fa", "eb"})
SHORTEST_ROOT = 2


def clean(text: str) -> str:
    """Return the question without control characters, with single spaces, cut to `LONGEST_QUERY` characters."""
    text = unicodedata.normalize("NFKC", text[: LONGEST_QUERY * 4])
    text = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(text.split())[:LONGEST_QUERY].strip()


def fold(text: str) -> str:
    """Return the text in lower case without accents."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_letters))
    return "".join(mark for mark in text if not unicodedata.combining(mark))


def simplify(word: str, language: str) -> str:
    """Return a folded word without common spelling differences: ly becomes j, doubled letters become one."""
    if language == "hu":
        word = word.replace("ly", "j").replace("ch", "cs").replace("w", "v")
    return re.sub(r"([a-z])\1+", r"\1", word)


def tokens(text: str) -> list[tuple[str, str]]:
    """Return each word of a text in lower case and folded."""
    found = []
    for raw in re.findall(r"[^\W_]+", text.casefold()):
        folded = re.sub(r"[^a-z0-9]", "", fold(raw))[:LONGEST_WORD]
        if folded:
            found.append((raw, folded))
    return found


def significant(words: list[tuple[str, str]], language: str) -> list[tuple[str, str]]:
    """Return the words that are no stop words."""
    return [word for word in words if simplify(word[1], language) not in stop_words(language)]


def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language."""
    return _small_words(languages.get(language).catalogue, language).stops


@dataclass(frozen=True)
class _SmallWords:
    """What a language's own words mean to the search: which say nothing, and which stand for another."""

    stops: frozenset[str]
    same: Mapping[str, str]


@lru_cache(maxsize=16)
def _small_words(folder: Path, language: str) -> _SmallWords:
    found = catalogues.search_words(folder)
    return _SmallWords(
        stops=frozenset(simplify(folded, language) for _raw, folded in tokens(found["stop"])),
        same={
            simplify(fold(str(said)), language): meant
            for meant, said_so in (found.get("same") or {}).items()
            for said in said_so
        },
    )


@lru_cache(maxsize=16)
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


def _stems(language: str, forms: Iterable[str]) -> list[str]:
    name = languages.get(language).stemmer
    return [_stemmer(name).stemWord(form) for form in forms] if name else []


def standard(raw: str, folded: str, language: str) -> tuple[str, str]:
    """Return the standard word for a dialect word or a frequent misspelling: `bolt` for `bót`."""
    meant = _small_words(languages.get(language).catalogue, language).same.get(simplify(folded, language))
    return (meant, fold(meant)) if meant else (raw, folded)


@lru_cache(maxsize=20_000)
def keys(raw: str, folded: str, language: str) -> tuple[str, ...]:
    """Return the spellings under which a word is indexed and searched: the whole word, then its stems."""
    whole = simplify(folded, language)
    stemmed = _stems(language, dict.fromkeys((raw, folded)))
    found = [whole, *(simplify(re.sub(r"[^a-z0-9]", "", fold(stem)), language) for stem in stemmed)]
    if language == "hu":
        found.extend(hungarian_stems(whole))
    if language == "de":
        plain = whole.replace("ae", "a").replace("oe", "o").replace("ue", "u")
        found.extend((plain, *(simplify(fold(stem), language) for stem in _stems(language, (plain,)))))
    kept = (stem for stem in found if len(stem) >= SHORTEST_STEM or stem == whole or stem in SHORT_ROOTS)
    return tuple(dict.fromkeys(kept))


def hungarian_stems(word: str) -> list[str]:
    """Return all stems of a folded Hungarian word that removing likely endings and prefixes gives.

    The Snowball stemmer alone is not enough: it needs accents, and keeps too many endings.
    """
    if not word.isalpha():
        return []
    nouns = _strip(_strip(_strip([word], CLITIC, 5), CASES, 3), OWNERS, 3)
    verbs = _strip(_strip([word], CLITIC, 5), VERBS, 4)
    found = dict.fromkeys([*nouns, *verbs])
    for stem in [word, *found]:
        for prefix in PREFIXES:
            if stem.startswith(prefix) and len(stem) - len(prefix) >= SHORTEST_STEM:
                found[stem[len(prefix) :]] = None
    return [stem for stem in found if stem != word]


def _strip(words: list[str], endings: frozenset[str], shortest: int) -> list[str]:
    found = dict.fromkeys(words)
    for word in words:
        for cut in range(len(word) - 1, max(len(word) - LONGEST_ENDING, SHORTEST_ROOT) - 1, -1):
            if word[cut:] in endings and (cut >= shortest or word[:cut] in SHORT_ROOTS):
                found[word[:cut]] = None
    return list(found)
