"""What no rule engine sees, on every public page: titles, languages, help in its place."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from app.core import catalogues
from app.core.languages import LANGUAGES
from tests.support.words import language_of, marked_language, passages

# Reading all public pages takes seconds: one worker does it for all of these tests.
pytestmark = pytest.mark.xdist_group("public pages")

# Write, phone, be phoned, come.
HELP = ("/beszelgetes", "tel:", "/visszahivas", "/idopont")


def test_every_page_speaks_the_language_of_its_address(public_pages):
    wrong = {page.path: page.source.html["lang"] for page in public_pages if page.source.html["lang"] != page.language}
    assert not wrong


def test_no_two_pages_of_a_language_share_a_title(public_pages):
    """2.4.2: whoever has two tabs open can tell them apart."""
    paths = defaultdict(list)
    for page in public_pages:
        paths[page.language, page.title].append(page.path)
    assert {title: found for title, found in paths.items() if len(found) > 1} == {}


def test_every_passage_is_marked_with_the_language_that_it_is_in(public_pages):
    """3.1.1 and 3.1.2: a Hungarian sentence read by an English voice is noise."""
    wrong = {
        f"{page.path}: marked {marked}, is {spoken}: {text[:90]}"
        for page in public_pages
        for marked, text in passages(page.source.body)
        if (spoken := language_of(text)) and spoken != marked
    }
    assert not wrong, "\n".join(sorted(wrong)[:25])


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ('<html lang="en"><p>Ezt a lapot nem lehet megtalálni, mert már nincs itt.</p></html>', True),
        ('<html lang="en"><p lang="hu">Ezt a lapot nem lehet megtalálni, mert már nincs itt.</p></html>', False),
        ('<html lang="hu-simple"><p>Ezt a lapot nem lehet megtalálni, mert már nincs itt.</p></html>', False),
        ('<html lang="hu"><p>You can find your form here, and we help you with it.</p></html>', True),
        ('<html lang="en"><p>We are at <span lang="hu">Szabadság út, ha nem is ott van</span>.</p></html>', False),
    ],
)
def test_a_passage_with_the_wrong_mark_is_found(html: str, wrong: bool):
    found = [
        marked
        for marked, text in passages(BeautifulSoup(html, "html.parser"))
        if language_of(text) not in {None, marked}
    ]
    assert bool(found) is wrong


def test_help_is_in_the_same_order_on_every_page(public_pages):
    """3.2.6: who needs help finds it where it was on the page before. The start page has it in its own main part."""
    orders = defaultdict(list)
    for page in public_pages:
        offers = page.source.select_one("aside.help") or page.source.main
        kinds = [kind for link in offers.select("a[href]") for kind in HELP if kind in link["href"]]
        orders[tuple(dict.fromkeys(kinds))].append(page.path)
    assert set(orders) == {HELP}, {order: paths[:5] for order, paths in orders.items()}


def test_the_statement_is_reached_from_every_page(public_pages):
    assert [
        p.path for p in public_pages if not p.source.select_one(f"footer a[href='/{p.language}/akadalymentesseg']")
    ] == []


def test_links_with_the_same_text_have_the_same_target(public_pages):
    """2.4.9: a list of links, read without the page around them, is clear."""
    unclear = {}
    for page in public_pages:
        places = defaultdict(set)
        for link in page.source.select("main a[href]"):
            words = " ".join(link.get_text().split())
            places[words].add(link["href"].partition("#")[0] or link["href"])
        if several := {words: sorted(found) for words, found in places.items() if len(found) > 1}:
            unclear[page.path] = several
    assert not unclear, list(unclear.items())[:5]


def test_headings_leave_no_level_out(public_pages):
    wrong = {}
    for page in public_pages:
        levels = [int(heading.name[1]) for heading in page.source.main.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
        steps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        if levels[0] != 1 or steps:
            wrong[page.path] = levels
    assert not wrong


def test_no_english_text_appears_in_other_languages(public_pages):
    """An untranslated text shows itself as its English message, word for word."""
    english = next(language for language in LANGUAGES if language.tag == "en")
    texts = {
        str(message.string if isinstance(message.string, str) else message.string[0])
        for message in catalogues.messages(english)
    }
    tell_tale = {text for text in texts if len(text.split()) > 1 and "%(" not in text}
    leaks = {
        f"{page.path}: {' '.join(text.split())}"
        for page in public_pages
        if page.language != "en"
        for text in page.source.body.find_all(string=True)
        if " ".join(text.split()) in tell_tale and marked_language(text) != "en"
    }
    assert not leaks, "\n".join(sorted(leaks)[:25])
