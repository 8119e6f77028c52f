"""The operator's desk in a real browser: keys, what is put into the answer, a last look, and a desk that is stale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.pages import Chat, Desk, open_conversation
from tests.support.browser import Browser


@pytest.fixture
def desk(browser: Browser, sign_in: Callable[[Browser, str], None]) -> Desk:
    """An operator who has arrived, with a conversation taken."""
    sign_in(browser, "operator")
    browser.goto("/staff/jelenlet?lang=hu")
    browser.submit("button[value=arrive]")
    Chat(browser, "hu").start("Elköltöztem, hol jelentsem be a lakcímemet?")
    desk = Desk(browser, "hu")
    desk.open(open_conversation(browser))
    desk.take()
    browser.wait_for("[data-live-only]")
    return desk


def written(desk: Desk) -> str:
    return str(desk.browser.find("#body").get_attribute("value"))


def focused(desk: Desk) -> str:
    return str(desk.browser.focused.get_attribute("id"))


def test_one_key_leads_to_the_newest_message_and_one_back_to_the_answer(desk: Desk):
    desk.browser.chord(Keys.ALT, "u")
    newest = desk.browser.focused
    assert "csatlakozott" in newest.text
    assert newest.get_attribute("aria-label") == " ".join(newest.text.split())
    desk.browser.chord(Keys.ALT, "u")
    assert newest.get_attribute("aria-label") == " ".join(newest.text.split())
    desk.browser.chord(Keys.ALT, "v")
    assert focused(desk) == "body"
    assert newest.get_attribute("aria-label") is None


def test_one_key_leads_to_the_lists(desk: Desk):
    desk.browser.chord(Keys.ALT, "s")
    assert desk.browser.focused.get_attribute("aria-label") == "Beszélgetések"


def test_two_keys_send_a_page(desk: Desk):
    desk.browser.chord(Keys.ALT, "l")
    assert focused(desk) == "body"
    assert "/hu/ugyek/lakcimbejelentes" in written(desk)
    desk.browser.chord(Keys.CONTROL, Keys.ENTER)
    desk.browser.wait_for("ol.log li.msg--own .sentmark", "elküldve")
    assert written(desk) == ""


def test_a_canned_reply_is_put_in_and_said_once_and_nothing_is_sent(desk: Desk):
    desk.browser.chord(Keys.ALT, "1")
    assert written(desk).startswith("Jó napot kívánok! Anna vagyok")
    assert desk.browser.wait_announced("Bekerült a válaszba")
    assert not desk.browser.has("ol.log li.msg--own")


def test_searching_stays_on_the_page_and_says_what_was_found(desk: Desk):
    desk.browser.type("#body", "Félkész")
    desk.browser.chord(Keys.ALT, "k")
    desk.browser.press("fakivágás", Keys.ENTER)
    assert "kivágás" in desk.browser.wait_announced("Találatok")
    assert focused(desk) == "q"
    assert written(desk) == "Félkész"


def test_switched_off_keys_do_nothing(desk: Desk):
    path = desk.browser.path
    desk.browser.goto("/staff/gyorsbillentyuk")
    desk.browser.submit("button[value=off]")
    desk.browser.goto(path)
    desk.browser.wait_for("[data-live-only]")
    desk.browser.chord(Keys.ALT, "l")
    assert written(desk) == ""
    assert not desk.browser.find("kbd[data-keys]").is_displayed()


def test_a_number_of_somebodys_case_is_sent_only_when_it_is_sent_again(desk: Desk):
    desk.browser.type("#body", "Az Ön TAJ-száma 037 687 210.")
    desk.browser.chord(Keys.CONTROL, Keys.ENTER)
    assert "037 687 210" in desk.browser.wait_for("[data-guarded] p").text
    assert not desk.browser.has("ol.log li.msg--own")
    assert focused(desk) == "body"
    desk.browser.chord(Keys.CONTROL, Keys.ENTER)
    desk.browser.wait_for("ol.log li.msg--own", "037 687 210")


def test_a_half_written_answer_waits_while_another_conversation_is_looked_at(desk: Desk):
    path = desk.browser.path
    desk.browser.type("#body", "Félkész válasz")
    desk.browser.goto("/staff/asztal")
    desk.browser.goto(path)
    desk.browser.wait(lambda: written(desk) == "Félkész válasz", "the half-written answer")
    desk.browser.chord(Keys.ALT, "v")
    desk.browser.chord(Keys.CONTROL, Keys.ENTER)
    desk.browser.wait_for("ol.log li.msg--own .sentmark", "elküldve")
    desk.browser.driver.refresh()
    desk.browser.wait_for("[data-live-only]")
    assert written(desk) == ""


def test_a_desk_whose_conversation_has_gone_says_so_once_and_shows_the_way_on(desk: Desk):
    browser = desk.browser
    desk.browser.type("#body", "Épp írom")
    browser.js(
        """const form = document.querySelector("form[action$='/vissza']")
        return fetch(form.action, { method: 'POST', body: new FormData(form) }).then(() => true)"""
    )
    browser.wait_announced("már nem Önnél van")
    assert browser.link("Vissza az asztalhoz", "[data-stale]").is_displayed()
    assert written(desk) == "Épp írom"
    assert browser.find("#body").get_attribute("readonly")


FILL_IN = """
const [path, css, answers] = arguments
return fetch(path).then((found) => found.text()).then((text) => {
  const form = new DOMParser().parseFromString(text, 'text/html').querySelector(css)
  const sent = new URLSearchParams(new FormData(form))
  for (const name of answers) sent.set(name, form.querySelector(`[name=${name}]`).value)
  return fetch(form.getAttribute('action') || path, { method: 'POST', body: sent })
}).then((found) => found.ok)
"""


def elsewhere(desk: Desk, path: str, css: str, *answers: str) -> None:
    """Do something in another tab of the same browser: open a page there, answer these questions, send its form."""
    assert desk.browser.js(FILL_IN, path, css, list(answers))


def newcomer(desk: Desk, words: str) -> str:
    """Let another citizen come; return where the desk opens the conversation."""
    made = desk.browser.js(
        """return fetch('/api/v1/conversations', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ channel: 'chat', language: 'hu', topic: arguments[0] }) }).then((r) => r.json())""",
        words,
    )
    path = f"/staff/beszelgetes/{made['id']}"
    desk.browser.wait_for(f"[data-list=waiting] a[href='{path}']")
    return path


def test_the_focus_goes_on_when_the_conversation_under_it_is_gone(desk: Desk):
    browser = desk.browser
    first, _second = newcomer(desk, "Fakivágás"), newcomer(desk, "Parkolás")
    browser.js("document.querySelector(arguments[0]).focus()", f"a[href='{first}']")
    elsewhere(desk, first, "form.write")
    browser.wait_for(f"[data-list=own] a[href='{first}']")
    assert browser.focused.get_attribute("href").endswith(first), "it has only changed its list"
    browser.wait_announced("Új beszélgetés Önnél: Fakivágás")
    elsewhere(desk, f"{first}/lezaras", "form.stack", "topic", "outcome")
    browser.wait_announced("Már nincs a listában: Fakivágás")
    assert browser.js("return document.activeElement.matches('[data-list] > li a')"), "what took its place has it"


def test_a_list_that_is_drawn_anew_leaves_alone_what_has_not_changed(desk: Desk):
    browser, path = desk.browser, newcomer(desk, "Fakivágás")
    browser.js("document.querySelector(arguments[0]).closest('li').mark = 'same'", f"a[href='{path}']")
    newcomer(desk, "Parkolás")
    assert browser.js("return document.querySelector(arguments[0]).closest('li').mark", f"a[href='{path}']") == "same"


def test_who_is_signed_out_elsewhere_is_told_at_once_and_keeps_the_words(desk: Desk):
    browser = desk.browser
    browser.type("#body", "Épp írom")
    elsewhere(desk, "/staff/feladatok", "form:has(.desk__out)")
    browser.wait_announced("nincs bejelentkezve")
    assert "/staff/belepes?next=" in browser.link("Bejelentkezés", "[data-out]").get_attribute("href")
    assert written(desk) == "Épp írom"


def test_what_is_written_without_a_connection_arrives_and_nothing_of_it_stays_in_the_computer(desk: Desk):
    browser = desk.browser
    browser.offline()
    browser.type("#body", "Szakadás közben írtam")
    browser.chord(Keys.CONTROL, Keys.ENTER)
    browser.wait_for("ol.log li.msg--own", "Szakadás közben")
    assert "Szakadás" not in browser.js("return JSON.stringify(localStorage)")
    browser.offline(lost=False)
    browser.wait_for("ol.log .sentmark", "elküldve")


def test_nothing_of_an_erased_conversation_stays_on_the_open_desk(desk: Desk):
    browser = desk.browser
    public_id = browser.path.partition("#")[0].rpartition("/")[2]
    browser.type("#body", "Épp írom")
    elsewhere(desk, f"/hu/kovetes/{public_id}/torles", "main form")
    browser.wait_announced("töröl")
    assert browser.all("ol.log > li") == []
    assert written(desk) == ""
    assert "Elköltöztem" not in browser.find(".pane--talk").text + browser.heading + browser.driver.title
