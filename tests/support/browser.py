"""A person's browser: Chromium without a window, with the few things that a person does and notices."""

from __future__ import annotations

import shutil
import time
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import pytest
from PIL.Image import Image
from PIL.Image import open as open_image
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException, WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--force-color-profile=srgb", "--lang=hu", "--window-size=1280,900",
)  # fmt: skip
# On a machine that does three things at once; what is there is found at once.
REPLACED = "does not belong to the document"
PATIENCE_S = 30.0
TICK_S = 0.05
# Collects what the page's one live region says, from the moment that it exists.
LISTENER = """
window.heard = []
new MutationObserver(function (_, waiting) {
  const region = document.querySelector('[role=status]')
  if (!region) return
  waiting.disconnect()
  new MutationObserver(() => {
    const said = region.textContent.replace(/\\s+/g, ' ').trim()
    if (said) window.heard.push(said)
  }).observe(region, { childList: true, characterData: true, subtree: true })
}).observe(document, { childList: true, subtree: true })
"""
# A browser that knows no service workers. One that does fetches all pages of a language after its first: work for two
# processes beside every test, which only the tests of the worker need.
NO_WORKER = "delete Navigator.prototype.serviceWorker"
PAGE_BOX = """const box = arguments[0].getBoundingClientRect()
return [box.x + scrollX, box.y + scrollY, Math.max(1, box.width), Math.max(1, box.height)]"""
READY = "return document.readyState === 'complete'"


def start_driver() -> Chrome:
    """Start Chromium; say what to install when there is none."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.fail(
            "Browser tests need Debian's packages chromium and chromium-driver: please install both.", pytrace=False
        )
    options = Options()
    options.binary_location = browser
    for flag in FLAGS:
        options.add_argument(flag)
    chrome = Chrome(options=options, service=Service(driver))
    chrome.set_script_timeout(60)
    chrome.set_page_load_timeout(60)
    chrome.execute_cdp_cmd("Page.enable", {})
    chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": LISTENER})
    return chrome


class Browser:
    """One person's browser on one server."""

    def __init__(self, driver: Chrome, base: str, worker: bool = True) -> None:
        self.driver = driver
        self.base = base
        self.worker = worker
        self._media: dict[str, str] = {}

    def fresh(self) -> None:
        """Forget everything: cookies, stored pages, sizes, themes; know service workers or not."""
        self.driver.get("about:blank")
        self._know_workers()
        self.console()
        # A page shows its focus only while its window has the system's.
        self.cdp("Page.bringToFront")
        self.cdp("Emulation.setFocusEmulationEnabled", enabled=True)
        self.cdp("Network.clearBrowserCookies")
        self.cdp("Storage.clearDataForOrigin", origin=self.base, storageTypes="all")
        self.cdp("Emulation.setScriptExecutionDisabled", value=False)
        self.cdp("Emulation.clearDeviceMetricsOverride")
        self.cdp(
            "Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )
        self._media = {}
        self.cdp("Emulation.setEmulatedMedia", media="", features=[])

    def _know_workers(self) -> None:
        # The script stays in the driver, which tests share, until it is taken out again.
        taught = getattr(self.driver, "without_worker", None)
        if self.worker and taught:
            self.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=taught)
            self.driver.without_worker = None
        elif not self.worker and not taught:
            added = self.cdp("Page.addScriptToEvaluateOnNewDocument", source=NO_WORKER)
            self.driver.without_worker = added["identifier"]

    def cdp(self, command: str, **parameters: Any) -> Any:
        """Ask Chromium's own protocol."""
        return self.driver.execute_cdp_cmd(command, parameters)

    def js(self, script: str, *arguments: Any) -> Any:
        """Run `script` in the page and return what it returns."""
        return self.driver.execute_script(script, *arguments)

    # Going and finding

    def goto(self, path: str) -> None:
        """Open a page of the server and wait until it has loaded."""
        self.driver.get(urljoin(self.base, path))

    @property
    def path(self) -> str:
        """The address without the server, with query and fragment."""
        return self.driver.current_url.removeprefix(self.base)

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return " ".join(self.find("h1").text.split())

    @property
    def words(self) -> str:
        """What can be read in the main part."""
        return " ".join(self.find("main").text.split())

    def find(self, css: str) -> WebElement:
        """Return the first element, which must be there."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        """Return all elements."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def has(self, css: str) -> bool:
        """Say whether such an element is there and can be seen."""
        return any(element.is_displayed() for element in self.all(css))

    def wait(self, condition: Callable[[], Any], why: str, patience: float = PATIENCE_S) -> Any:
        """Wait until `condition` holds and return what it returned."""
        deadline = time.monotonic() + patience
        while True:
            try:
                if found := condition():
                    return found
            except (NoSuchElementException, StaleElementReferenceException):
                pass
            except WebDriverException as error:
                # The driver's other word for a stale element: the page was replaced while the element was read.
                if REPLACED not in str(error.msg):
                    raise
            assert time.monotonic() < deadline, f"waited in vain: {why} (at {self.path})"
            time.sleep(TICK_S)

    def wait_for(self, css: str, text: str = "") -> WebElement:
        """Wait for a visible element, whose words contain `text`, and return it."""
        return self.wait(
            lambda: next((found for found in self.all(css) if found.is_displayed() and text in found.text), None),
            f"{css} {text!r}",
        )

    def wait_path(self, part: str) -> None:
        """Wait until the address contains `part` and the page has loaded."""
        self.wait(lambda: part in self.driver.current_url and self.js(READY), f"the address {part}")

    def link(self, text: str, within: str = "body") -> WebElement:
        """Return the visible link whose words contain `text`."""
        found = [a for a in self.all(f"{within} a[href]") if text in " ".join(a.text.split())]
        assert found, f"no link says {text!r} (at {self.path})"
        return found[0]

    # Doing

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        chain = ActionChains(self.driver)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    def chord(self, held: str, key: str) -> None:
        """Press a key while another one is held down, for instance Ctrl and Enter."""
        ActionChains(self.driver).key_down(held).send_keys(key).key_up(held).perform()

    def type(self, css: str, text: str) -> None:
        """Replace what a field holds."""
        field = self.find(css)
        field.clear()
        field.send_keys(text)

    def click(self, css: str) -> None:
        """Click the first such element that can be seen."""
        self.wait_for(css).click()

    def submit(self, css: str = "main form[method=post] button[type=submit]") -> None:
        """Press a form's button and wait for the page that answers."""
        self.leaving(self.wait_for(css).click)

    def leaving(self, act: Callable[[], Any]) -> None:
        """Do what leads to another page and wait until that has loaded."""
        self.js("window.left = false")
        act()
        self.wait(self._arrived, "another page")

    def _arrived(self) -> bool:
        try:
            return bool(self.js("return window.left === undefined && document.readyState === 'complete'"))
        except WebDriverException:  # between two pages there is none to ask
            return False

    @property
    def focused(self) -> WebElement:
        """The element that has the focus."""
        return self.driver.switch_to.active_element

    def tab_to(self, css: str, limit: int = 120) -> WebElement:
        """Press Tab until an element that matches `css` has the focus, as a person without a mouse does."""
        for _ in range(limit):
            self.press("\ue004")
            if self.js("return document.activeElement.matches(arguments[0])", css):
                return self.focused
        raise AssertionError(f"{limit} times Tab never reached {css} (at {self.path})")

    # Preferences of the machine

    def media(self, **features: str) -> None:
        """Set media features, for instance `media(prefers_contrast="more")`; they add up until `fresh`."""
        self._media.update({name.replace("_", "-"): value for name, value in features.items()})
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": n, "value": v} for n, v in self._media.items()])

    def light(self) -> None:
        """Prefer light pages."""
        self.media(prefers_color_scheme="light")

    def dark(self) -> None:
        """Prefer dark pages."""
        self.media(prefers_color_scheme="dark")

    def no_javascript(self) -> None:
        """Switch scripts off for every page from here on."""
        self.cdp("Emulation.setScriptExecutionDisabled", value=True)

    def javascript(self) -> None:
        """Switch scripts on again. The page that is open stays as it came, without them."""
        self.cdp("Emulation.setScriptExecutionDisabled", value=False)

    def offline(self, lost: bool = True) -> None:
        """Cut, or mend, the connection."""
        self.cdp("Network.enable")
        self.cdp(
            "Network.emulateNetworkConditions", offline=lost, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    def size(self, width: int, height: int, mobile: bool = False) -> None:
        """Use a screen of so many CSS pixels."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def text_size(self, percent: int) -> None:
        """Enlarge the text as the browser's own setting does: the size that `rem` starts from."""
        self.js("document.documentElement.style.fontSize = arguments[0] + '%'", percent)

    # Noticing

    def announced(self) -> list[str]:
        """Return what the page's live region has said since the page was opened."""
        return list(self.js("return window.heard || []"))

    def picture(self, x: float, y: float, width: float, height: float) -> Image:
        """Return what can be seen in a rectangle of the page, given in the page's own coordinates."""
        clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
        shot = self.cdp("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        return open_image(BytesIO(b64decode(shot["data"])))

    def picture_of(self, css: str, around: int = 0) -> Image:
        """Return a picture of an element, with so many pixels around it."""
        x, y, width, height = self.js(PAGE_BOX, self.find(css))
        return self.picture(max(0, x - around), max(0, y - around), width + 2 * around, height + 2 * around)

    def wait_announced(self, text: str) -> str:
        """Wait until the live region has said something that contains `text`."""
        return self.wait(lambda: next((said for said in self.announced() if text in said), ""), f"announcing {text!r}")

    def console(self) -> list[str]:
        """Return the errors that were written to the console since the last time, and since the test began."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
