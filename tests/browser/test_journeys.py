"""The four journeys - find, form, chat, book - by keyboard alone, and without JavaScript, in all languages."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.app.documents.samples import answered
from tests.browser.pages import Booking, Chat, Desk, fill, open_conversation
from tests.support.addresses import address, form_definition
from tests.support.browser import Browser
from tests.support.languages import LANGUAGES

LETTER = "meghatalmazas"
QUESTION = {
    "hu": "elköltöztem, hol kell bejelenteni az új lakcímet",
    "hu-simple": "elköltöztem hova kell menni",
    "en": "I have moved, where do I report my new address",
    "de": "Ich bin umgezogen, wo melde ich die neue Adresse",
}


def plain(browser: Browser) -> Browser:
    browser.no_javascript()
    return browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_an_answer_without_javascript(browser: Browser, language: str):
    plain(browser).goto(f"/{language}/")
    if language == "hu-simple":  # its start page asks six questions instead; search is one link away
        browser.leaving(browser.find("a[href$='/kereses']").click)
    browser.type("main input[name=q]", QUESTION[language])
    browser.submit("main form[role=search] button")
    first = browser.find("main h2 a[href*='/ugyek/'], main h3 a[href*='/ugyek/']")
    assert first.get_attribute("href").endswith(f"/{language}/ugyek/lakcimbejelentes")
    browser.leaving(first.click)
    assert len(browser.all("main h2")) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_fill_in_a_form_without_javascript(browser: Browser, language: str):
    plain(browser).goto(address("documents.form", language, slug=LETTER))
    browser.leaving(browser.find(f"main a[href$='/{LETTER}/kitoltes']").click)
    browser.submit("form.form > button.govuk-button")
    assert browser.has(".govuk-error-summary")
    fill(browser, answered(form_definition(LETTER)))
    browser.submit("form.form > button.govuk-button")
    assert browser.has("button[value=normal]")
    assert "Győri Űrhajós Özséb" in browser.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_book_move_and_cancel_without_javascript(browser: Browser, language: str):
    visit = Booking(plain(browser), language)
    visit.up_to_check()
    code, password = visit.book()
    browser.cdp("Network.clearBrowserCookies")
    visit.goto("tracking.find")
    browser.type("#reference", code)
    browser.type("#secret", password)
    visit.go_on()
    browser.leaving(browser.find("main a[href*='/foglalasom/']").click)
    assert code.replace(" ", "") in browser.path
    browser.leaving(browser.find("main a[href$='/modositas']").click)
    visit.time(2)
    browser.leaving(browser.find("main a[href$='/lemondas']").click)
    visit.go_on()
    assert not browser.all("main a[href$='/lemondas']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_chat_with_an_operator_without_javascript_on_either_side(
    browser: Browser, second_browser, sign_in, language: str
):
    citizen = Chat(plain(browser), language)
    citizen.start("Jó napot! Hol adhatom be a kérelmet?")
    operator = Desk(second_browser(), "hu")
    sign_in(operator.browser, "operator")
    plain(operator.browser)
    operator.open(open_conversation(browser))
    operator.take()
    operator.answer("A városházán, az ügyfélszolgálaton.")
    citizen.goto("chat.conversation_page", public_id=open_conversation(browser))
    citizen.say("Köszönöm szépen!")
    browser.wait_for("ol.log li.msg", "Köszönöm szépen!")
    assert citizen.log() == [
        "Jó napot! Hol adhatom be a kérelmet?", "A városházán, az ügyfélszolgálaton.", "Köszönöm szépen!",
    ]  # fmt: skip


def test_find_an_answer_by_keyboard_alone(browser: Browser):
    browser.goto("/hu/")
    browser.tab_to("main input[name=q]")
    browser.press(*QUESTION["hu"], Keys.ENTER)
    browser.wait_path("/kereses")
    browser.tab_to("main a[href*='/ugyek/lakcimbejelentes']")
    browser.press(Keys.ENTER)
    browser.wait_path("/ugyek/lakcimbejelentes")
    if browser.has("details summary"):
        browser.tab_to("details summary")
        browser.press(Keys.ENTER)
        assert browser.has("details[open]")


def test_book_a_visit_by_keyboard_alone(browser: Browser):
    browser.goto("/hu/idopont")

    def choose(css: str) -> None:
        browser.tab_to(css)
        browser.press(Keys.SPACE)
        go_on()

    def go_on() -> None:
        browser.tab_to("main form[method=post] button[type=submit]")
        browser.leaving(lambda: browser.press(Keys.ENTER))

    choose("input[name=place]")
    choose("input[name=service]")
    go_on()
    browser.tab_to("input[name=start]")
    browser.press(Keys.ARROW_DOWN)
    go_on()
    go_on()
    go_on()
    assert "/idopont/kesz/" in browser.path


def test_wrong_input_is_corrected_by_keyboard_alone(browser: Browser):
    """The summary takes the focus, and each of its lines leads to its field."""
    browser.goto("/hu/visszahivas")
    browser.tab_to("#phone")
    browser.press(*"12", Keys.ENTER)
    browser.wait_for(".govuk-error-summary")
    assert browser.driver.title.startswith("Hiba: ")
    browser.wait(lambda: "govuk-error-summary" in browser.focused.get_attribute("class"), "the summary has the focus")
    browser.press(Keys.TAB, Keys.ENTER)
    browser.wait(lambda: browser.focused.get_attribute("id") == "phone", "the field has the focus")
    assert browser.find("#phone").get_attribute("value") == "12"


def test_a_chat_is_heard_once_each_and_the_focus_stays_where_it_is(browser: Browser, second_browser, sign_in):
    """4.1.3: each message is announced once, in full, and nobody is carried away from what they write."""
    citizen = Chat(browser)
    citizen.start("Jó napot! Segítséget kérek.")
    operator = Desk(second_browser())
    sign_in(operator.browser, "operator")
    operator.open(open_conversation(browser))
    browser.tab_to("#body")
    browser.press(*"Azt szeretném")
    operator.take()
    operator.answer("Jó napot! Miben segíthetek?")
    browser.wait_announced("Jó napot! Miben segíthetek?")
    assert browser.focused.get_attribute("id") == "body"
    assert browser.find("#body").get_attribute("value") == "Azt szeretném"
    browser.press(*" kérdezni, hogy mikor jöhetek.")
    browser.chord(Keys.CONTROL, Keys.ENTER)
    citizen.wait_for("mikor jöhetek")
    operator.browser.wait_announced("mikor jöhetek")
    assert browser.focused.get_attribute("id") == "body"
    heard = [said for said in browser.announced() if "Miben segíthetek" in said]
    assert len(heard) == 1


def test_settings_hold_without_javascript_and_in_every_language(browser: Browser):
    plain(browser).goto("/hu/beallitasok")
    browser.find("label[for='" + browser.find("input[name=size][value='150']").get_attribute("id") + "']").click()
    browser.submit()
    browser.goto("/de/")
    assert browser.find("html").get_attribute("data-size") == "150"


@pytest.mark.service_worker
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_writes_an_error_to_the_console(browser: Browser, language: str):
    """A refused script or style, a missing file, a failing component: the browser says so here."""
    browser.console()
    for path in ("/", "/ugyek/lakcimbejelentes", "/urlapok/meghatalmazas/kitoltes", "/beszelgetes", "/idopont"):
        browser.goto(f"/{language}{path}")
        assert browser.console() == [], path
