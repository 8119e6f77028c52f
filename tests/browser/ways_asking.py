"""Walks past the guard, on the device and without JavaScript, and through a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.pages import Chat, Desk, mark, open_conversation
from tests.support.browser import Browser

SEND = "form.waitform button[type=submit]:not([name])"
STOPPED = {"a number stopped": "TAJ 981 203 458", "advised": "Mikor döntenek a kérelmemről?"}


def ask(browser: Browser, language: str) -> Iterator[tuple[str, Browser]]:
    """Write what is stopped or asked about as a first message."""
    citizen = Chat(browser, language)
    for state, text in STOPPED.items():
        citizen.goto("chat.start")
        browser.type("#body", text)
        browser.click(SEND)
        browser.wait_for("[data-guard-panel]")
        yield state, browser
        browser.no_javascript()
        citizen.goto("chat.start")
        browser.type("#body", text)
        browser.submit(SEND)
        browser.javascript()
        yield f"{state} without JavaScript", browser


def practise(browser: Browser, language: str) -> Iterator[tuple[str, Browser]]:
    """Begin a script, answer once, and end it."""
    desk = Desk(browser, language)
    desk.goto("training.overview")
    browser.submit("main form[method=post] button[type=submit]")
    yield "the simulated citizen writes", browser
    conversation = open_conversation(browser)
    desk.answer("Jó napot kívánok! Segítek.")
    desk.goto("training.result", public_id=conversation)
    yield "how it stands", browser
    desk.goto("console.end", public_id=conversation)
    mark(browser, "input[name=topic]")
    mark(browser, "input[name=outcome]")
    browser.submit()
    desk.goto("training.result", public_id=conversation)
    yield "how it went", browser
