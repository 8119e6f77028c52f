"""The editors' walk: one text from an unanswered search, through two editors at once, to a planned version."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.pages import SERVICE
from tests.support.addresses import address
from tests.support.browser import Browser

HARD = "A kérelem elbírálására az illetékes hatóság rendelkezésére álló határidő elteltét követően kerülhet csak sor."


class Editor:
    """One editor at a browser."""

    def __init__(self, browser: Browser, language: str) -> None:
        self.browser = browser
        self.language = language

    def goto(self, endpoint: str, **values: str) -> None:
        self.browser.goto(address(endpoint, self.language, **values))

    def write(self, field: str, text: str, do: str = "form#text button:not([name])") -> None:
        """Write one field and press a button; long texts are put in at once."""
        self.browser.js("document.getElementById(arguments[0]).value = arguments[1]", field, text)
        self.browser.submit(do)

    def ask(self, note: str = "Pontosabb lett.") -> None:
        self.browser.type("#note", note)
        self.browser.submit("form[action$=ellenorzesre] button")


def walk(anna: Editor, bela: Editor) -> Iterator[tuple[str, Browser]]:
    """Stop at every state of the editors' pages; citizens' texts are at the end as they were."""
    yield from _begin(anna)
    draft = anna.browser.path.rsplit("/", 1)[1]
    yield from _write(anna, bela, draft)
    yield from _check(anna, bela, draft)


def _begin(anna: Editor) -> Iterator[tuple[str, Browser]]:
    browser = anna.browser
    browser.goto(f"/{anna.language}/kereses?q=qwrtzpfs")
    anna.goto("editing.overview")
    yield "what needs an editor", browser
    browser.leaving(browser.find("main table a[href*=keresesek]").click)
    yield "an unanswered search", browser
    browser.submit("main form button")
    yield "no matter chosen", browser
    browser.submit("form[action$=elintezve] button")
    anna.goto("editing.service", slug=SERVICE)
    browser.submit("form[action$=tervezet] button")
    yield "a draft", browser


def _write(anna: Editor, bela: Editor, draft: str) -> Iterator[tuple[str, Browser]]:
    browser, other = anna.browser, bela.browser
    anna.goto("editing_drafts.edit", draft_id=draft, part="hu-simple")
    yield "plain and easy side by side", browser
    anna.write("title", "x" * 121)
    yield "too long", browser
    anna.goto("editing_drafts.edit", draft_id=draft, part="hu")
    bela.goto("editing_drafts.edit", draft_id=draft, part="hu")
    anna.write("fee", "Ötszáz forint.")
    bela.write("fee", "Ezer forint.")
    yield "overtaken by a colleague", other
    anna.goto("editing_drafts.edit", draft_id=draft, part="hu-simple")
    browser.type("#answer_1", HARD)
    measured = "return document.querySelector('[data-measure]').textContent"
    browser.wait(lambda: "illetékes" in browser.js(measured), "the measure of what was typed")
    browser.js("document.querySelector('[data-measure] details').open = true")
    yield "a hard easy text", browser
    anna.goto("editing_drafts.edit", draft_id=draft, part="data")
    yield "data", browser
    anna.goto("editing_drafts.changes", draft_id=draft)
    yield "what the draft changes", browser
    anna.goto("editing_drafts.levels", draft_id=draft)
    yield "all levels", browser
    anna.goto("editing_preview.preview", draft_id=draft)
    yield "preview", browser


def _check(anna: Editor, bela: Editor, draft: str) -> Iterator[tuple[str, Browser]]:
    browser, other = anna.browser, bela.browser
    anna.goto("editing_drafts.draft", draft_id=draft)
    browser.submit("form[action$=ellenorzesre] button")
    yield "no note", browser
    anna.goto("editing_drafts.edit", draft_id=draft, part="en")
    anna.write("summary", "")
    anna.goto("editing_drafts.draft", draft_id=draft)
    yield "faults", browser
    anna.goto("editing_drafts.edit", draft_id=draft, part="en")
    anna.write("summary", "As before.")
    anna.goto("editing_drafts.draft", draft_id=draft)
    anna.ask()
    yield "waiting to be checked", browser
    bela.goto("editing_drafts.draft", draft_id=draft)
    yield "to be checked", other
    other.type("#takes_effect", "2020-01-01")
    other.submit("form[action$=kozzetetel] button")
    yield "wrong first day", other
    other.type("#takes_effect", "2027-01-04")
    other.submit("form[action$=kozzetetel] button")
    yield "a planned version", other
    bela.goto("editing.compare", slug=SERVICE)
    yield "two versions", other
    bela.goto("editing.service", slug=SERVICE)
    other.submit("form[action$=lemondas] button")
    anna.goto("editing.measure")
    anna.write("text", HARD, "main form button")
    yield "measured", browser
