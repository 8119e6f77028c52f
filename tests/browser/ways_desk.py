"""Walks of staff: colleagues at the desk, an editor's task, a new colleague."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from selenium.webdriver.common.keys import Keys

from tests.browser.pages import Chat, Desk, mark, open_conversation
from tests.support.addresses import address
from tests.support.browser import Browser

COLLEAGUES = ("editor", "supervisor", "operator")


class Walk(Protocol):
    """Who walks, in which language, and how others join in."""

    browser: Browser
    language: str
    another: Callable[[], Browser]
    sign_in: Callable[[Browser, str], None]

    def goto(self, endpoint: str, **values: str) -> None: ...

    def send(self, css: str = ...) -> Any: ...


def working(walk: Walk) -> Iterator[tuple[str, Browser]]:
    """Do what operators do beside answering."""
    for role in COLLEAGUES:
        walk.sign_in(walk.browser, role)
        yield from arriving(walk, role)
    yield from pausing(walk)
    # An open desk keeps its person present, however long the judging takes.
    colleague = walk.another()
    yield from answering(walk, colleague)
    yield from ending(walk, colleague)


def at_desk(walk: Walk, colleague: Browser, role: str) -> None:
    """Let a colleague arrive in a browser of their own."""
    walk.sign_in(colleague, role)
    colleague.goto(address("console.desk", walk.language))
    if colleague.has(".standing button"):
        colleague.submit(".standing button")


def arriving(walk: Walk, role: str) -> Iterator[tuple[str, Browser]]:
    """Come to the desk, after having left it if need be."""
    browser = walk.browser
    walk.goto("collaboration.presence_page")
    if browser.has("button[value=leave]"):
        walk.send("button[value=leave]")
    walk.goto("console.desk")
    yield f"the {role} has not arrived", browser
    walk.send(".standing button")


def pausing(walk: Walk) -> Iterator[tuple[str, Browser]]:
    """Pause for a reason and come back."""
    browser = walk.browser
    walk.goto("collaboration.presence_page")
    yield "presence", browser
    walk.send("button[value=pause]")
    yield "paused", browser
    walk.send(".standing button")


def answering(walk: Walk, colleague: Browser) -> Iterator[tuple[str, Browser]]:
    """Take a conversation, ask an editor in, put something into the answer, be warned, change what was sent."""
    browser, desk = walk.browser, Desk(walk.browser, walk.language)
    Chat(browser, walk.language).start("Jó napot! Elköltöztem, hol jelentsem be a lakcímemet?")
    conversation = open_conversation(browser)
    desk.open(conversation)
    desk.take()
    at_desk(walk, colleague, "supervisor")
    walk.goto("collaboration.hand_over", public_id=conversation)
    yield "hand over", browser
    walk.send("form.stack button[type=submit]")
    yield "nobody chosen", browser
    at_desk(walk, colleague, "editor")
    walk.goto("collaboration.bring_in", public_id=conversation)
    mark(browser, "input[name=person]")
    browser.type("#note", "Szeretném, ha Ön is látná.")
    yield "bring in", browser
    walk.send("form.stack button[type=submit]")
    browser.type("#note", "Lassan ír.")
    walk.send("form[action$='/feljegyzes'] button")
    browser.chord(Keys.ALT, "l")
    yield "a page is put into the answer, an editor is there", browser
    browser.js("document.querySelector('#body').value = ''")
    browser.type("#body", "Az Ön TAJ-száma 037 687 210, ugye?")
    browser.click("form[data-write] .buttons button[type=submit]")
    browser.wait_for("[data-guarded] p")
    yield "warned of a number", browser
    browser.click("form[data-write] .buttons button[type=submit]")
    browser.wait_for("ol.log li.msg--own", "037")
    desk.open(conversation)
    browser.leaving(browser.find(".msg--own .filed a").click)
    yield "change a message", browser


def ending(walk: Walk, colleague: Browser) -> Iterator[tuple[str, Browser]]:
    """Send no file, say nothing of what it was about, hand over, and find the conversation gone."""
    browser, desk = walk.browser, Desk(walk.browser, walk.language)
    conversation = browser.path.split("/beszelgetes/")[1].split("/")[0]
    walk.goto("collaboration.attach", public_id=conversation)
    walk.send("form.stack button[type=submit]")
    yield "no file chosen", browser
    walk.goto("console.end", public_id=conversation)
    walk.send("form.stack button[type=submit]")
    yield "not said what it was about", browser
    at_desk(walk, colleague, "supervisor")
    walk.goto("collaboration.hand_over", public_id=conversation)
    mark(browser, "input[name=person]")
    walk.send("form.stack button[type=submit]")
    yield "handed over", browser
    desk.open(conversation)
    yield "a colleague's conversation", browser
    walk.goto("collaboration.shortcuts_page")
    yield "keys", browser


def preparing(walk: Walk) -> Iterator[tuple[str, Browser]]:
    """Make a task wrongly and rightly, take it, finish it without and with a result."""
    browser = walk.browser
    walk.sign_in(browser, "editor")
    walk.goto("casework.create")
    walk.send("form.stack button[type=submit]")
    yield "nothing written", browser
    browser.type("#title", "Papírok a lakcímváltozáshoz")
    mark(browser, "input[name=due_on]")
    walk.send("form.stack button[type=submit]")
    yield "a task", browser
    walk.send("form[action$='/felvetel'] button")
    walk.send("form.stack button[type=submit]")
    yield "no result", browser
    browser.type("#result", "Két irat kell hozzá.")
    walk.send("form.stack button[type=submit]")
    yield "tasks", browser
    browser.leaving(browser.link("Papírok a lakcímváltozáshoz", "main").click)
    yield "a finished task", browser


def inviting(walk: Walk) -> Iterator[tuple[str, Browser]]:
    """Invite wrongly and rightly, see the invitation and the person, and be refused."""
    browser = walk.browser
    walk.sign_in(browser, "supervisor")
    walk.goto("accounts.invite")
    walk.send("main form button")
    yield "nothing written", browser
    browser.type("#name", f"Új Munkatárs {walk.language}")
    mark(browser, "input[name=role]")
    walk.send("main form button")
    yield "invited", browser
    link = browser.js(
        "return (document.querySelector('main').textContent.match(/https?:[^ \\n]*meghivo[^ \\n]*/)||[''])[0]"
    )
    guest = walk.another()
    guest.goto(f"{link}?lang={walk.language}")
    yield "invitation", guest
    walk.goto("accounts.people")
    browser.leaving(browser.find(".ledger__name a").click)
    yield "person", browser
    walk.sign_in(browser, "operator")
    walk.goto("accounts.people")
    yield "not for this role", browser
