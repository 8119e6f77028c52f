"""Detects the language of a text by its function words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import NavigableString, Tag

# Words that two of the languages share ("a", "is", "an", "in") tell nothing.
SMALL = {
    "hu": "az és hogy nem van volt lesz egy ez azt ezt ön önnek önt kell lehet vagy mert ha csak már még meg itt ott mi"
    " mit hol hogyan mikor minden nincs amit akkor után előtt szerint között által minket",
    "en": "the and of to are you your we our for with not it this that can have has from when where how what by be or"
    " if at on",
    "de": "der die das und ist sind sie ihre ihr wir uns für mit nicht ein eine einen wenn wo wie von zu den dem des im"
    " auf oder kann können werden bei aus nach",
}
WORDS = {language: frozenset(words.split()) for language, words in SMALL.items()}
WORD = re.compile(r"[^\W\d_]+")
BLOCKS = ("p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "td", "th", "label", "legend", "figcaption", "caption", "a")
ENOUGH = 2
SILENT = {"script", "style", "template"}


def language_of(text: str) -> str | None:
    """Return `hu`, `en` or `de` when the small words leave no doubt; None for names, numbers and short texts."""
    words = [word.lower() for word in WORD.findall(text)]
    counts = sorted(
        ((sum(word in small for word in words), language) for language, small in WORDS.items()), reverse=True
    )
    (most, language), (second, _) = counts[:2]
    return language if most >= ENOUGH and most > 2 * second else None


def passages(root: Tag) -> Iterator[tuple[str, str]]:
    """Yield the text runs of a page's blocks, each with the language that it is marked with."""
    for block in root.find_all(BLOCKS):
        if block.find(BLOCKS):
            continue
        runs: dict[str, list[str]] = {}
        for string in block.find_all(string=True):
            if isinstance(string, NavigableString) and string.parent.name not in SILENT and string.strip():
                runs.setdefault(marked_language(string), []).append(str(string))
        for language, parts in runs.items():
            yield language, " ".join(" ".join(parts).split())


def marked_language(node: NavigableString) -> str:
    """Return the language that a text is marked with, without its variant."""
    marked = next(parent["lang"] for parent in node.parents if isinstance(parent, Tag) and parent.has_attr("lang"))
    return str(marked).partition("-")[0]
