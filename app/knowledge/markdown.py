"""The editors' Markdown as safe HTML, made once when the content is read, never for a request."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from app.core import languages
from app.core.languages import MASTER

SCHEMES = {"https", "mailto", "tel"}
TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "h4"}
PHONE = re.compile(r"(?<![\d/])(\d{2}/\d{3}-\d{3})(?!\d)")
# A word with letters that the text's own language has not is Hungarian: a screen reader must change its voice.
# A long capitalised word before one, and an office after one, belong to the name (Kamaraerdei Közösségi Ház).
# The town's own name is left to the page's voice, as WCAG 3.1.2 allows; so are words that the languages share.
RUN = (
    r"(?<![\w/])(?:gr\. )?(?:[A-Z][a-z]{{5,}} )?(?!Budaörs|Café)\w*[{0}]\w*"
    r"(?: (?:[A-Z][a-z]{{5,}} )?(?!Budaörs|Café)\w*[{0}]\w*| hivatal\b)*"
)

_plain = MarkdownIt("zero").enable(["list", "emphasis", "link", "escape", "entity"])
_lines = MarkdownIt("zero", {"breaks": True}).enable(["list", "emphasis", "link", "escape", "entity", "newline"])


def tidy(text: str) -> str:
    """Write a spaced hyphen as the dash that it stands for."""
    return text.replace(" - ", " – ")


def html(source: str, language: str) -> str:
    """Turn Markdown into HTML of a few harmless tags; telephone numbers become links, Hungarian words are marked.

    In the easy variant every line is one idea and keeps its line.
    """
    rendered = (_lines if languages.get(language).easy else _plain).render(source.strip())
    safe = nh3.clean(rendered, tags=TAGS, attributes={"a": {"href"}}, link_rel=None, url_schemes=SCHEMES)
    # Every byte of a page counts on an old phone: line ends of the source are spaces, or nothing beside a block.
    tight = re.sub(r"\s*(</?(?:p|ul|ol|li|br|h4)>)\s*", r"\1", safe).replace("\n", " ")
    pieces = re.split(r"(<[^>]+>)", tight)
    return "".join(piece if piece.startswith("<") else _enrich(piece, language) for piece in pieces)


def plain(safe: str) -> str:
    """Return the words of HTML made here."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", re.sub(r"<(?:/p|/li|br)>", " ", safe))).split())


@lru_cache(maxsize=4096)
def inline(text: str, language: str, page: str) -> Markup:
    """Print one line of the editors' text: its telephone numbers linked, foreign parts marked for a page in `page`."""
    own = languages.get(language).base
    line = _enrich(str(escape(text)), language)
    return Markup(line if own == languages.get(page).base else f'<span lang="{own}">{line}</span>')  # noqa: S704 - escaped above


def _enrich(text: str, language: str) -> str:
    text = PHONE.sub(lambda found: f'<a class="nb" href="tel:+36{re.sub("[^0-9]", "", found[1])}">{found[1]}</a>', text)
    pattern = _hungarian(languages.get(language).letters)
    return pattern.sub(r'<span lang="hu">\g<0></span>', text) if pattern else text


@lru_cache(maxsize=16)
def _hungarian(own: str) -> re.Pattern[str] | None:
    """Return what finds Hungarian words in a text whose language has the letters `own`; nothing in Hungarian itself."""
    telling = "".join(letter for letter in languages.get(MASTER).letters if letter not in own)
    return re.compile(RUN.format(telling)) if telling else None
