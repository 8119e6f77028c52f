"""The installed app: it can be installed, opens without a connection, and loses no message."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.pages import Booking
from tests.support.browser import Browser
from tests.support.languages import LANGUAGES
from tests.support.network import Network
from tests.support.server import ROOT, Server, running

pytestmark = pytest.mark.service_worker

KEPT = (
    "return caches.keys().then(async names => { const name = names.find(n => n.startsWith('pages-'));"
    " return name ? (await (await caches.open(name)).keys()).map(r => new URL(r.url).pathname) : [] })"
)
OWN = "return caches.open('own').then(c => c.keys()).then(keys => keys.map(r => new URL(r.url).pathname))"
# An installed worker takes the page over once it has stored everything.
READY = """return navigator.serviceWorker.ready.then((registration) =>
  registration.active.state === 'activated' && navigator.serviceWorker.controller !== null)"""


@pytest.fixture
def network(browser: Browser) -> Iterator[Network]:
    """The connection of the browser, which a test may cut."""
    network = Network(browser.driver)
    yield network
    network.close()


def visit(browser: Browser, path: str = "/hu/") -> None:
    """Open a page for the first time and wait until the worker has stored what it stores."""
    browser.goto(path)
    browser.wait(lambda: browser.js(READY), "the worker", 60)


def test_chromium_finds_nothing_that_forbids_installing(browser: Browser):
    visit(browser)
    assert browser.cdp("Page.getInstallabilityErrors")["installabilityErrors"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_has_no_errors_and_speaks_the_pages_language(browser: Browser, language: str):
    browser.goto(f"/{language}/")
    manifest = browser.cdp("Page.getAppManifest")
    assert manifest["errors"] == []
    data = json.loads(manifest["data"])
    assert (data["lang"], data["id"], data["start_url"]) == (language, "/", "/?source=app")
    assert {icon["sizes"] for icon in data["icons"]} >= {"192x192", "512x512"}
    assert {shot["form_factor"] for shot in data["screenshots"]} == {"narrow", "wide"}


@pytest.mark.parametrize("path", ["/hu/", "/hu/nyitvatartas", "/hu/elethelyzetek", "/hu/ugyek", "/hu/urlapok"])
def test_the_public_pages_open_offline_after_one_visit(browser: Browser, network: Network, path: str):
    visit(browser)
    network.cut()
    browser.goto(path)
    assert browser.path == path
    assert browser.find("main h1").text
    assert browser.has("#kept"), "a stored copy says that it is one"
    assert browser.js("return getComputedStyle(document.querySelector('.bar')).borderBottomWidth") == "6px", "no styles"


def test_a_service_that_was_never_opened_is_there_offline(browser: Browser, network: Network):
    visit(browser)
    service = next(path for path in browser.js(KEPT) if path.startswith("/hu/ugyek/"))
    network.cut()
    browser.goto(service)
    assert browser.path == service
    assert browser.find("h1").text


def test_a_page_keeps_its_looks_when_the_browser_has_cleared_its_stores(browser: Browser):
    visit(browser)
    browser.js("return caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    browser.goto("/hu/urlapok")
    assert browser.js("return !!navigator.serviceWorker.controller")
    assert browser.js("return getComputedStyle(document.querySelector('.bar')).borderBottomWidth") == "6px", "no styles"


def test_the_installed_app_starts_offline_in_the_readers_language(browser: Browser, network: Network):
    visit(browser, "/de/")
    network.cut()
    browser.goto("/?source=app")
    assert browser.path == "/de/"
    assert browser.find("h1").text


def test_a_page_that_is_not_stored_says_so_and_offers_those_that_are(browser: Browser, network: Network):
    visit(browser, "/en/")
    network.cut()
    browser.goto("/en/kereses?q=dog")
    assert "no internet connection" in browser.heading
    browser.leaving(browser.link("Opening hours", "main").click)
    assert browser.path == "/en/nyitvatartas"


def test_a_chosen_text_size_holds_on_pages_that_were_stored_before(browser: Browser, network: Network):
    visit(browser)
    browser.goto("/hu/beallitasok")
    browser.click("input[name=size][value='150']")
    browser.submit()
    large = "return caches.match('/hu/nyitvatartas').then(r => r.text()).then(t => t.includes('data-size=\"150\"'))"
    browser.wait(lambda: browser.js(large), "the stored pages to take the new size")
    network.cut()
    browser.goto("/hu/nyitvatartas")
    assert browser.js("return document.documentElement.dataset.size") == "150"


def test_a_text_published_since_is_kept_anew_though_nobody_opens_it(browser: Browser):
    visit(browser)
    service = next(path for path in browser.js(KEPT) if path.startswith("/hu/ugyek/"))
    ago = "Tue, 03 Nov 2026 07:00:00 GMT"
    browser.js(
        "return caches.keys().then(async names => {"
        " const cache = await caches.open(names.find(n => n.startsWith('pages-')));"
        " for (const path of ['/hu/offline', arguments[0]])"
        "   await cache.put(path, new Response('<p>as it was', { headers: { Date: arguments[1] } })) })",
        service, ago,
    )  # fmt: skip
    browser.goto("/hu/")
    kept = "return caches.match(arguments[0], { ignoreVary: true }).then(r => r.text())"
    browser.wait(lambda: "as it was" not in browser.js(kept, service), "the stored pages to be fetched anew")
    assert "<h1" in browser.js(kept, service)


def test_staff_pages_and_the_interface_are_never_stored(browser: Browser):
    visit(browser)
    browser.goto("/staff/belepes")
    browser.goto("/api/v1/hours?channel=chat")
    everything = (
        "return caches.keys().then(names => Promise.all(names.map(async n => (await (await caches.open(n)).keys())"
        ".map(r => new URL(r.url).pathname)))).then(lists => lists.flat())"
    )
    stored = browser.js(everything)
    assert stored
    assert not [path for path in stored if path.startswith(("/staff", "/api"))]


def begin_conversation(browser: Browser) -> str:
    """Write a first message and return the conversation's path."""
    visit(browser)
    browser.goto("/hu/beszelgetes")
    browser.type("textarea[name=body]", "Jó napot kívánok!")
    browser.submit()
    return browser.path.partition("#")[0]


POST = """
const [path, ref, body, done] = arguments
fetch(path + '/uzenet', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
  body: JSON.stringify({ ref, body })
}).then(response => done(response.status), () => done(0))
"""
LISTEN = "window.told = []; navigator.serviceWorker.addEventListener('message', event => window.told.push(event.data))"
REF = "Wp3vY8sQ2mLr5tKxN7bZ"


def times_stored(browser: Browser, path: str, text: str) -> int:
    """Return how often the server has `text` in a conversation, read past the worker."""
    page = browser.driver.execute_async_script(
        "const [path, done] = arguments; fetch(path).then(r => r.text()).then(done)", path
    )
    return len(re.findall(rf"data-text[^>]*>{re.escape(text)}", page))


@pytest.mark.parametrize("with_sync", [True, False], ids=["with background sync", "without background sync"])
def test_a_message_written_offline_is_delivered_once(browser: Browser, network: Network, with_sync: bool):
    path = begin_conversation(browser)
    if not with_sync:
        network.in_worker("delete ServiceWorkerRegistration.prototype.sync")
    browser.js(LISTEN)
    network.cut()
    assert browser.driver.execute_async_script(POST, path, REF, "Kapcsolat nélkül írtam.") == 202
    network.mend()
    browser.wait(lambda: browser.js("return window.told.some(m => m.type === 'delivered')"), "the delivery")
    told = browser.js("return window.told.filter(m => m.type === 'delivered')")
    assert [message["ref"] for message in told] == [REF]
    assert told[0]["answer"]["id"]
    browser.goto(path)
    browser.js("navigator.serviceWorker.controller.postMessage({ type: 'replay' })")
    assert times_stored(browser, path, "Kapcsolat nélkül írtam.") == 1


def test_a_message_whose_answer_was_lost_is_not_posted_twice(browser: Browser, network: Network):
    path = begin_conversation(browser)
    browser.js(LISTEN)
    assert browser.driver.execute_async_script(POST, path, REF, "Megérkezett, de a válasz elveszett.") == 201
    network.cut()
    assert browser.driver.execute_async_script(POST, path, REF, "Megérkezett, de a válasz elveszett.") == 202
    network.mend()
    browser.wait(lambda: browser.js("return window.told.length"), "the delivery")
    assert times_stored(browser, path, "Megérkezett, de a válasz elveszett.") == 1


def test_messages_written_offline_keep_their_order(browser: Browser, network: Network):
    path = begin_conversation(browser)
    browser.js(LISTEN)
    network.cut()
    for number in ("első", "második", "harmadik"):
        browser.driver.execute_async_script(POST, path, f"{REF}-{len(number)}{number[0]}", f"A {number} üzenet.")
    network.mend()
    browser.wait(lambda: browser.js("return window.told.length === 3"), "three deliveries")
    browser.goto(path)
    words = browser.words
    assert words.index("A első") < words.index("A második") < words.index("A harmadik")


def test_the_citizens_own_conversation_is_readable_offline(browser: Browser, network: Network):
    path = begin_conversation(browser)
    browser.goto(path)
    browser.wait(lambda: path in browser.js(OWN), "the conversation to be stored")
    network.cut()
    browser.goto(path)
    assert "Jó napot kívánok!" in browser.words
    browser.goto("/hu/offline")
    assert path in browser.wait_for("[data-module=own-pages] a").get_attribute("href")


@pytest.fixture
def own_server(prepared: Path, tmp_path: Path) -> Iterator[Server]:
    """A server whose front end a test may release anew."""
    dist = tmp_path / "dist"
    shutil.copytree(ROOT / "pwa" / "dist", dist)
    (tmp_path / "run").mkdir()
    with running(prepared, tmp_path / "run", DIST_DIR=str(dist)) as server:
        yield server


def test_a_newer_version_is_offered_and_taken_only_when_the_reader_wants_it(driver: Chrome, own_server: Server):
    browser = Browser(driver, own_server.url)
    browser.fresh()
    visit(browser)
    assert not browser.has("#update"), "the first visit has nothing newer"
    worker = Path(own_server.environment["DIST_DIR"]) / "service-worker.js"
    worker.write_text(worker.read_text("utf-8") + "\n// another release", "utf-8")
    browser.goto("/hu/kapcsolat")
    browser.js("navigator.serviceWorker.getRegistration().then(r => r.update())")
    browser.wait_for("#update button")
    browser.wait_announced("Elkészült a szolgáltatás újabb változata")
    assert browser.path == "/hu/kapcsolat", "nothing is loaded by itself"
    browser.leaving(browser.find("#update button").click)
    browser.wait(
        lambda: browser.js("return navigator.serviceWorker.getRegistration().then(r => !r.waiting)"), "the newer worker"
    )
    assert browser.path == "/hu/kapcsolat"
    assert not browser.has("#update")


def test_ending_a_visit_on_this_device_removes_its_stored_page(browser: Browser):
    path = begin_conversation(browser)
    browser.goto(path)
    browser.wait(lambda: path in browser.js(OWN), "the conversation to be stored")
    browser.goto(path + "/befejezes")
    browser.submit()
    browser.wait(lambda: path not in browser.js(OWN), "the conversation to be removed")


def test_an_own_page_that_leads_elsewhere_now_is_taken_from_the_store(browser: Browser):
    """The sign of the visit has gone from this device: nobody is to read it there without a connection either."""
    visit(browser)
    booking = Booking(browser, "hu")
    booking.up_to_check()
    code, _password = booking.book()
    path = f"/hu/idopont/foglalasom/{code.replace(' ', '')}"
    browser.goto(path)
    browser.goto(path)
    browser.wait(lambda: path in browser.js(OWN), "the visit to be stored")
    browser.driver.delete_all_cookies()
    browser.goto(path)
    assert browser.path.startswith("/hu/kovetes")
    browser.wait(lambda: path not in browser.js(OWN), "the copy to be removed")


def test_a_kept_conversation_whose_key_has_gone_closes_with_the_connection(browser: Browser, network: Network):
    """Forgotten in another tab, on a machine that others use: the copy says no more than the server would."""
    path = begin_conversation(browser)
    browser.goto(path)
    browser.wait(lambda: path in browser.js(OWN), "the conversation to be stored")
    network.cut()
    browser.driver.delete_all_cookies()
    browser.goto(path)
    assert "Jó napot kívánok!" in browser.words
    network.mend()
    browser.wait(lambda: "nem nyitható meg" in browser.heading, "the page to be closed")
    browser.wait(lambda: path not in browser.js(OWN), "the copy to be removed")
