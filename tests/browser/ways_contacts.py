"""Walks through a contact: its state, its devices, its visit, its erasing; and how staff look it up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.browser.pages import Booking, Chat, Desk, mark, open_conversation
from tests.support.browser import Browser


def _answer(walk: Any, conversation: str, words: str) -> None:
    operator = walk.another()
    walk.sign_in(operator, "operator")
    desk = Desk(operator, walk.language)
    desk.open(conversation)
    desk.take()
    desk.answer(words)


def following_an_enquiry(walk: Any) -> Iterator[tuple[str, Browser]]:
    browser, guest = walk.browser, walk.another()
    Chat(guest, walk.language).start("Elköltöztem, hol jelentsem be?")
    conversation = open_conversation(guest)
    reference, code = (item.text for item in guest.all("dd.code"))
    walk.goto("tracking.find")
    walk.send()
    yield "nothing written", browser
    browser.type("#reference", reference)
    browser.type("#secret", "BBBB 2222")
    walk.send()
    yield "they do not belong together", browser
    browser.type("#secret", code)
    walk.send()
    yield "how it stands", browser
    _answer(walk, conversation, "A városházán, a Szabadság út 134. alatt.")
    browser.wait_for("ol.log", "Szabadság út")
    yield "answered", browser
    walk.goto("chat.end", public_id=conversation)
    walk.send()
    walk.goto("tracking.show", public_id=conversation)
    yield "ended", browser
    walk.send("#write button[type=submit]")
    yield "nothing to write on", browser
    walk.goto("tracking.rate", public_id=conversation)
    walk.send()
    yield "no answer chosen", browser
    mark(browser, "input[name=answer]")
    walk.send()
    yield "thank you", browser
    walk.goto("tracking.send", public_id=conversation)
    yield "by e-mail", browser
    browser.type("#email", "nobody")
    walk.send()
    yield "no address", browser
    browser.type("#email", "minta.anna@pelda.hu")
    walk.send()
    yield "in the outbox", browser
    walk.goto("tracking.device_list", public_id=conversation)
    yield "devices", browser
    walk.send("main form button[type=submit]")
    yield "locked out", browser
    walk.goto("tracking.erase", public_id=conversation)
    yield "erase", browser
    walk.send()
    yield "erased", browser
    Chat(browser, walk.language).start("Még egy kérdésem volna.")
    walk.goto("tracking.show", public_id=open_conversation(browser))
    walk.send("form[action$=elfelejtes] button[type=submit]")
    yield "forgotten", browser


def erasing_a_visit(walk: Any) -> Iterator[tuple[str, Browser]]:
    visit, browser = Booking(walk.browser, walk.language), walk.browser
    visit.up_to_check()
    code, _password = visit.book()
    number = code.replace(" ", "")
    walk.goto("appointments.visit", code=number)
    browser.leaving(browser.find("main a[href*='/kovetes/']").click)
    yield "the contact of a visit", browser
    walk.goto("appointments.erase", code=number)
    yield "erase", browser
    walk.send("main form.pick button[type=submit]")
    yield "erased", browser
    visit.up_to_check()
    visit.book()
    walk.send("form[action$=elfelejtes] button[type=submit]")
    yield "forgotten", browser


def looking_up_a_contact(walk: Any) -> Iterator[tuple[str, Browser]]:
    browser, citizen = walk.browser, walk.another()
    visit = Booking(citizen, walk.language)
    visit.up_to_check()
    code, _secret = visit.book()
    walk.sign_in(browser, "operator")
    walk.goto("tracking_staff.look_up", azonosito="ZZZ999")
    yield "nobody's reference", browser
    browser.type("#azonosito", code)
    walk.send("main form button[type=submit]")
    yield "a contact", browser
