"""Citizen and operator in two browsers: what both see, what is said aloud, and what happens without a connection."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.pages import Chat, Desk, open_conversation
from tests.support.browser import Browser

# What is written without a connection, and what stays on the device, is the worker's work too.
pytestmark = pytest.mark.service_worker

SEND = Keys.CONTROL + Keys.ENTER


@pytest.fixture
def citizen(browser: Browser) -> Chat:
    chat = Chat(browser, "hu")
    chat.start("Elköltöztem, hol jelentsem be?")
    browser.wait_for("[data-live-only]")
    return chat


@pytest.fixture
def desk(citizen: Chat, second_browser: Callable[[], Browser], sign_in: Callable[[Browser, str], None]) -> Desk:
    """The operator's browser, with the citizen's conversation open."""
    browser = second_browser()
    sign_in(browser, "operator")
    browser.goto("/staff/asztal?lang=hu")
    desk = Desk(browser, "hu")
    desk.arrive()
    desk.open(open_conversation(citizen.browser))
    return desk


def talk(desk: Desk) -> None:
    desk.take()
    desk.browser.wait_for("[data-live-only]")


def test_each_message_is_said_once_with_its_author_and_own_ones_are_not(citizen: Chat, desk: Desk):
    talk(desk)
    desk.answer("Jó napot kívánok! A kormányablakban.")
    citizen.browser.wait_announced("A kormányablakban")
    citizen.say("Köszönöm szépen!")
    desk.browser.wait_announced("Köszönöm szépen")
    desk.answer("Szívesen.")
    citizen.browser.wait_announced("Szívesen")
    assert citizen.browser.announced() == [
        "Anna ügyintéző csatlakozott a beszélgetéshez.",
        "Anna, ügyintéző írta: Jó napot kívánok! A kormányablakban.",
        "Anna, ügyintéző írta: Szívesen.",
    ]
    assert desk.browser.announced() == ["Ügyfél írta: Köszönöm szépen!"]


def test_history_is_never_said(citizen: Chat, desk: Desk):
    talk(desk)
    desk.answer("Első válasz.")
    citizen.browser.wait_announced("Első válasz")
    citizen.browser.driver.refresh()
    citizen.browser.wait_for("[data-live-only]")
    desk.answer("Második válasz.")
    citizen.browser.wait_announced("Második válasz")
    assert citizen.browser.announced() == ["Anna, ügyintéző írta: Második válasz."]
    assert citizen.log() == ["Elköltöztem, hol jelentsem be?", "Első válasz.", "Második válasz."]


def test_the_keyboard_alone_is_enough_and_the_focus_stays(citizen: Chat, desk: Desk):
    talk(desk)
    field = citizen.browser.tab_to("#body")
    field.send_keys("Első sor", Keys.ENTER, "második sor", SEND)
    desk.browser.wait_for("ol.log li.msg", "második sor")
    assert "Első sor\nmásodik sor" in citizen.log()[-1]
    desk.browser.tab_to("#body").send_keys("Értem.", SEND)
    citizen.wait_for("Értem.")
    assert citizen.browser.focused.get_attribute("id") == "body"
    assert desk.browser.focused.get_attribute("id") == "body"


def test_the_field_stays_where_it_is_while_messages_arrive(citizen: Chat, desk: Desk):
    talk(desk)
    browser = citizen.browser
    browser.find("#body").click()
    where = "return Math.round(document.querySelector('#body').getBoundingClientRect().top)"
    before = browser.js(where)
    for number in range(4):
        desk.answer(f"{number}. válasz, amely elég hosszú ahhoz, hogy helyet foglaljon a lapon.")
        citizen.wait_for(f"{number}. válasz")
    assert abs(browser.js(where) - before) <= 2


def test_what_is_written_without_a_connection_arrives_once_when_it_is_back(citizen: Chat, desk: Desk):
    talk(desk)
    browser = citizen.browser
    browser.offline()
    browser.wait(lambda: not browser.js("return navigator.onLine"), "no connection")
    citizen.say("Kapcsolat nélkül írtam.")
    browser.wait_for("ol.log li.msg:last-child", "Kapcsolat nélkül írtam.")
    browser.offline(False)
    desk.browser.wait_for("ol.log li.msg", "Kapcsolat nélkül írtam.")
    browser.wait_for("ol.log li.msg:last-child .sentmark", "elküldve")
    browser.driver.refresh()
    assert citizen.log().count("Kapcsolat nélkül írtam.") == 1


def test_what_a_closed_page_could_not_send_is_sent_when_it_is_opened_again(citizen: Chat, desk: Desk):
    browser = citizen.browser
    public_id = open_conversation(browser)
    browser.js(
        "localStorage.setItem('unsent-' + arguments[0], JSON.stringify({until: Date.now() + 1e6, "
        "messages: [{ref: 'kept-1', body: 'Bezárt lapról'}]}))",
        public_id,
    )
    for _ in range(2):
        browser.driver.refresh()
        browser.wait_for("ol.log li.msg .sentmark", "elküldve")
    desk.browser.wait_for("ol.log li.msg", "Bezárt lapról")
    browser.wait(lambda: not browser.js("return localStorage.length"), "nothing left behind")
    browser.driver.refresh()
    assert citizen.log().count("Bezárt lapról") == 1


def test_the_desk_renews_its_lists_and_keeps_the_focus(
    citizen: Chat, desk: Desk, second_browser: Callable[[], Browser]
):
    talk(desk)
    before = desk.browser.tab_to("[data-list=own] a").get_attribute("href")
    newcomer = Chat(second_browser(), "hu")
    newcomer.start("Kutyám van, mit tegyek?")
    desk.browser.wait_announced("Új várakozó: Kutyám van")
    desk.browser.wait_for("[data-list=waiting]", "Kutyám van")
    assert desk.browser.focused.get_attribute("href") == before


def test_an_ended_conversation_says_so_and_takes_no_more(citizen: Chat, desk: Desk):
    talk(desk)
    citizen.browser.type("#body", "Félig írt")
    desk.end()
    citizen.browser.wait_announced("lezárta a beszélgetést")
    citizen.browser.wait_for("a", "Új beszélgetést kezdek")
    assert not citizen.browser.has("form.write button[type=submit]")
    assert citizen.browser.find("#body").get_attribute("value") == "Félig írt"


def test_asking_for_time_leaves_the_page_as_it_is(citizen: Chat, desk: Desk):
    talk(desk)
    citizen.browser.type("#body", "Még gondolkodom")
    citizen.browser.click("form[action$='/ido'] button")
    desk.browser.wait_announced("több időt kért")
    assert citizen.browser.find("#body").get_attribute("value") == "Még gondolkodom"
    assert citizen.browser.console() == desk.browser.console() == []


OWN = "return caches.open('own').then(c => c.keys()).then(keys => keys.map(r => new URL(r.url).pathname))"


def test_nothing_of_a_conversation_that_the_operator_ends_stays_on_the_device(citizen: Chat, desk: Desk):
    """On a machine that many use the page may simply be left open: nobody presses anything any more."""
    browser, path = citizen.browser, f"/hu/beszelgetes/{open_conversation(citizen.browser)}"
    browser.driver.refresh()
    browser.wait(lambda: path in browser.js(OWN), "the conversation to be stored")
    talk(desk)
    desk.end()
    browser.wait(lambda: path not in browser.js(OWN), "the copy to be removed")
    assert [name for name in browser.js("return Object.keys(localStorage)") if name.startswith("unsent-")] == []


def test_a_file_that_is_too_large_costs_the_citizen_no_words(citizen: Chat, tmp_path):
    photo = tmp_path / "level.jpg"
    photo.write_bytes(bytes(11 * 2**20))
    citizen.browser.goto(f"{citizen.browser.path}/fajl")
    citizen.browser.find("#file").send_keys(str(photo))
    citizen.browser.find("#words").send_keys("Ez az a levél")
    citizen.browser.find("main form.waitform button[type=submit]").click()
    citizen.browser.wait_for(".govuk-error-summary", "legfeljebb 10 MB")
    assert citizen.browser.find("#words").get_attribute("value") == "Ez az a levél"
