"""Passkeys in a real browser, with Chromium's own virtual device: made, used, refused, and said to a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

from tests.support.browser import Browser
from tests.support.server import Server

SIGN_IN = "/staff/belepes?lang=hu"
BUTTON = "#passkey-button"
STATUS = "[data-status]"


@pytest.fixture
def device(browser: Browser) -> Iterator[Callable[..., None]]:
    """`device()` puts a device with a fingerprint reader into the browser; `device(verified=False)` knows no finger."""
    added = []

    def plug_in(*, verified: bool = True) -> None:
        options = VirtualAuthenticatorOptions()
        options.protocol, options.transport = "ctap2", "internal"
        options.has_resident_key = options.has_user_verification = options.is_user_consenting = True
        options.is_user_verified = verified
        browser.driver.add_virtual_authenticator(options)
        added.append(browser.driver)

    yield plug_in
    for driver in added:
        driver.remove_virtual_authenticator()


@pytest.fixture
def invitation(server: Server, request) -> str:
    """A one-time link as the command prints it, for a person of the test's own."""
    name = request.node.name.replace("_", " ")[:80]
    return server.flask("accounts", "invite", "--name", name, "--role", "editor").split()[-1] + "?lang=hu"


def make_passkey(browser: Browser, invitation: str) -> None:
    browser.goto(invitation)
    browser.type("#label", "Próbatelefon")
    browser.submit(BUTTON)
    assert "A belépőkulcsa elkészült, és be is jelentkezett." in browser.words


def sign_out(browser: Browser) -> None:
    browser.submit("header form button")
    assert "Kijelentkezett." in browser.words


def test_who_is_invited_makes_a_passkey_signs_out_and_signs_in_again(browser, device, invitation):
    device()
    make_passkey(browser, invitation)
    browser.goto("/staff/kulcsaim")
    assert "Próbatelefon" in browser.words
    assert "Még nem használta" in browser.words
    sign_out(browser)
    for _ in range(2):
        browser.goto("/staff/belepes?next=/staff/kulcsaim&lang=hu")
        browser.submit(BUTTON)
        assert browser.path == "/staff/kulcsaim"
        assert "Utoljára használta" in browser.words
        sign_out(browser)
    assert browser.console() == []


def test_signing_in_needs_no_mouse(browser, device, invitation):
    device()
    make_passkey(browser, invitation)
    sign_out(browser)
    browser.goto(SIGN_IN)
    browser.tab_to(BUTTON)
    browser.leaving(lambda: browser.press("\ue007"))
    assert "Kijelentkezés" in browser.find("header").text


def test_a_device_that_does_not_know_the_person_makes_no_passkey_and_the_link_still_works(browser, device, invitation):
    device(verified=False)
    browser.goto(invitation)
    browser.click(BUTTON)
    browser.wait_for(STATUS, "az eszköz nem erősítette meg")
    browser.wait_announced("az eszköz nem erősítette meg")
    assert browser.focused.get_attribute("id") == "passkey-button"
    browser.goto(invitation)
    assert browser.heading == "Készítse el a belépőkulcsát"


def test_a_device_without_a_passkey_signs_in_nobody_and_is_told_so_in_words(browser, device):
    device()
    browser.goto(SIGN_IN)
    browser.click(BUTTON)
    browser.wait_for(STATUS, "Nem történt semmi")
    browser.wait_announced("Nem történt semmi")
    assert browser.path == SIGN_IN


def test_a_used_link_is_gone(browser, device, invitation):
    device()
    make_passkey(browser, invitation)
    browser.goto(invitation)
    assert browser.heading == "Ez a hivatkozás már nem használható"


def test_a_device_that_has_a_passkey_already_is_told_so(browser, device, invitation):
    device()
    make_passkey(browser, invitation)
    browser.goto("/staff/kulcsaim?lang=hu")
    browser.click(BUTTON)
    browser.wait_for(STATUS, "Ezen az eszközön már van belépőkulcsa")
    browser.wait_announced("Ezen az eszközön már van belépőkulcsa")


def test_under_another_name_of_the_same_computer_the_page_says_where_to_go(browser, server):
    browser.driver.get(server.url.replace("localhost", "127.0.0.1") + SIGN_IN)
    note = browser.wait_for("[data-elsewhere]", "csak ezen a címen működik")
    assert note.find_element("css selector", "a").get_attribute("href").startswith(f"{server.url}/staff/belepes")
    browser.click(BUTTON)
    browser.wait_announced("csak ezen a címen működik")


def test_without_a_connection_the_page_says_so(browser, device):
    device()
    browser.goto(SIGN_IN)
    browser.offline()
    browser.click(BUTTON)
    browser.wait_for(STATUS, "Nem értük el a szolgáltatást")
    browser.wait_announced("Nem értük el a szolgáltatást")


def test_without_a_script_the_page_says_what_is_needed(browser):
    browser.no_javascript()
    browser.goto(SIGN_IN)
    assert "Passkeys need JavaScript" not in browser.words
    assert "A belépőkulcshoz JavaScript kell." in browser.words
    browser.submit(BUTTON)
    assert browser.driver.title.startswith("Hiba: ")
    assert "A bejelentkezéshez JavaScript" in browser.find(".govuk-error-summary").text
