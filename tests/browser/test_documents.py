"""Filling a form in, as people do it: with a script, by keyboard, and without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.app.documents.samples import NAME, answered
from tests.browser.pages import fill
from tests.support.addresses import form_definition
from tests.support.browser import Browser
from tests.support.pdf_structure import examine

SUPPORT = "/hu/urlapok/telepulesi-tamogatas/kitoltes"
FORM = "lakcim-szallasado-nyilatkozat"
OWNER = f"/hu/urlapok/{FORM}/kitoltes"


def test_a_question_appears_after_the_answer_that_asks_for_it(browser: Browser):
    browser.goto(SUPPORT)
    assert not browser.has("#elhunyt_neve")
    browser.click("#jogcim-temetes")
    assert browser.has("#elhunyt_neve")
    assert not browser.has("#lakas_kiadas-villany")
    browser.click("#jogcim-lakhatas")
    assert not browser.has("#elhunyt_neve")
    assert browser.has("#lakas_kiadas-villany")


def test_a_part_that_does_not_apply_is_hidden_with_its_entry_in_the_list_of_parts(browser: Browser):
    browser.goto("/hu/urlapok/ebosszeiras/kitoltes")
    assert not browser.has("#valtozas")
    assert not browser.has(".contents a[href='#valtozas']")
    browser.click("#bejelentes-valtozas")
    assert browser.has("#valtozas")
    assert browser.has(".contents a[href='#valtozas']")


def test_without_a_script_every_question_is_there(browser: Browser):
    browser.no_javascript()
    browser.goto(SUPPORT)
    assert browser.has("#elhunyt_neve")
    assert browser.has("#lakas_kiadas-villany")
    assert "Csak akkor töltse ki" in browser.words


def test_by_keyboard_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(browser: Browser):
    browser.goto(OWNER)
    browser.find("main form input:not([type=hidden])").send_keys(Keys.ENTER)
    browser.wait_for(".govuk-error-summary")
    browser.wait(lambda: browser.focused.get_attribute("class") == "govuk-error-summary", "the summary has the focus")
    assert browser.driver.title.startswith("Hiba: ")
    browser.press(Keys.TAB, Keys.ENTER)
    first = browser.find(".govuk-error-summary a").get_attribute("href").partition("#")[2]
    browser.wait(lambda: browser.focused.get_attribute("id") == first, "the field has the focus")


def test_one_line_more_brings_the_reader_to_the_new_line(browser: Browser):
    browser.goto(OWNER)
    browser.click("button[value^=add-]")
    browser.wait_path("#szemelyek-4")
    shown = "return document.getElementById('szemelyek-4').getBoundingClientRect().top < innerHeight"
    browser.wait(lambda: browser.js(shown), "the new line is on the screen")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_filled_in_form_is_downloaded(browser: Browser, tmp_path: Path, script: bool):
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    if not script:
        browser.no_javascript()
    browser.goto(OWNER)
    fill(browser, answered(form_definition(FORM)))
    browser.click("button[value=check]:not([hidden])")
    browser.wait_for("button[value=normal]")
    assert NAME in browser.words
    browser.click("button[value=normal]")
    file = tmp_path / f"{FORM}-kitoltve.pdf"
    browser.wait(file.is_file, "the download")
    found = examine(file.read_bytes())
    assert found.faults == []
    assert NAME in found.values.values()
