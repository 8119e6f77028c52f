"""The guard on the citizen's own device: what it stops never leaves it, and the keyboard is enough for every choice."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.pages import Chat
from tests.support.browser import Browser

SEND = Keys.CONTROL + Keys.ENTER
NUMBERED = "Hány nap a határidő? Ügyszámom: 1234-5/2026"
OWN = "Mikor döntenek a kérelmemről?"


@pytest.fixture
def citizen(browser: Browser) -> Chat:
    chat = Chat(browser, "hu")
    chat.start("Jó napot kívánok!")
    browser.wait_for("[data-live-only]")
    return chat


# Holds every request of the page back until `window.release()` is called.
SLOW_NETWORK = """
const fetched = window.fetch
const released = new Promise((resolve) => { window.release = resolve })
window.fetch = (...request) => released.then(() => fetched(...request))
"""


def write(browser: Browser, words: str) -> None:
    field = browser.tab_to("#body")
    field.send_keys(words)
    field.send_keys(SEND)


def said(browser: Browser) -> list[str]:
    return [words.text for words in browser.all("ol.log li.msg p[dir=auto]")]


def focused(browser: Browser) -> str:
    return browser.driver.execute_script(
        "const e = document.activeElement; return e.id || e.getAttribute('aria-labelledby') || e.value || e.tagName"
    )


def test_a_number_is_stopped_before_sending_and_taken_out_by_the_keyboard(citizen: Chat):
    browser = citizen.browser
    write(browser, NUMBERED)
    browser.wait_for("[data-guard-panel]", "1234-5/2026")
    assert focused(browser) == "guard-title"
    assert said(browser) == ["Jó napot kívánok!"]
    assert browser.announced() == []
    browser.tab_to("[data-guard-panel] button[value=clean]").send_keys(Keys.ENTER)
    browser.wait_for("ol.log", "Hány nap a határidő?")
    assert said(browser) == ["Jó napot kívánok!", "Hány nap a határidő? Ügyszámom:"]
    browser.wait(lambda: not browser.all("[data-guard-panel]"), "the question to be closed")
    assert focused(browser) == "body"


def test_escape_goes_back_to_the_words_which_are_all_there(citizen: Chat):
    browser = citizen.browser
    write(browser, NUMBERED)
    browser.wait_for("[data-guard-panel]")
    browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not browser.all("[data-guard-panel]")
    assert focused(browser) == "body"
    assert browser.all("#body")[0].get_attribute("value") == NUMBERED


def test_a_question_about_ones_own_case_can_be_sent_after_a_choice(citizen: Chat):
    browser = citizen.browser
    write(browser, OWN)
    browser.wait_for("[data-guard-panel]", "saját ügy")
    browser.tab_to("[data-guard-panel] button[value=send]").send_keys(Keys.ENTER)
    browser.wait_for("ol.log", OWN)
    assert said(browser)[-1] == OWN
    browser.wait(lambda: focused(browser) == "body", "the focus to be back in the field")


def test_a_question_sent_before_the_weights_have_come_waits_for_them(citizen: Chat):
    browser = citizen.browser
    browser.js(SLOW_NETWORK)
    write(browser, OWN)
    assert said(browser) == ["Jó napot kívánok!"]
    browser.js("window.release()")
    browser.wait_for("[data-guard-panel]", "saját ügy")
    assert said(browser) == ["Jó napot kívánok!"]


def test_weights_that_never_come_do_not_stop_a_message(citizen: Chat):
    browser = citizen.browser
    browser.js(SLOW_NETWORK)
    write(browser, OWN)
    browser.wait_for("ol.log", OWN)
    assert not browser.all("[data-guard-panel]")


def test_the_first_message_is_judged_on_the_device_too(browser: Browser):
    Chat(browser, "hu").goto("chat.start")
    browser.type("#body", NUMBERED)
    browser.driver.execute_script("document.querySelector('form.waitform').requestSubmit()")
    browser.wait_for("[data-guard-panel]", "1234-5/2026")
    assert "Hiba" not in browser.driver.title
    browser.submit("[data-guard-panel] button[value=clean]")
    browser.wait_for("ol.log", "Hány nap a határidő?")
    assert "1234-5" not in browser.driver.page_source
