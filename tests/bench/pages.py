"""Weight, requests, layout shift and server time of pages."""

from __future__ import annotations

import http.client
import json
import statistics
import time
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.bench.server import ROOT, BareServer, Measured, Server

START = "/hu/"
SERVICE = "/hu/ugyek/lakcimbejelentes"
FORM = "/hu/urlapok/telepulesi-tamogatas/kitoltes"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    "--window-size=390,844",
)
OBSERVE = """
window.__shift = 0
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.__shift += entry.value })
  .observe({ type: 'layout-shift', buffered: true })
"""


def measure(server: Server) -> dict[str, Any]:
    """Measure the start page, a service page and a form page."""
    css = (ROOT / "pwa/dist/app.css.br").stat().st_size
    scripts = {name: (ROOT / f"pwa/dist/{name}.js.br").stat().st_size for name in ("main", "guard", "chat")}
    # The guard is on more pages than the chat's: on every one where a text of a conversation is written.
    everywhere = scripts["main"] + scripts["guard"]
    learned = (ROOT / "pwa/dist/guard.json.br").stat().st_size
    found: dict[str, Any] = {
        "css_br": css, "main_js_br": everywhere, "chat_js_br": scripts["chat"], "learned_br": learned,
    }  # fmt: skip
    for name, path in (("start", START), ("service", SERVICE), ("form", FORM)):
        found[name] = {"html_br": _html(server, path), "cpu_ms": _cpu(server, path)}
    with BareServer() as bare:
        found["bare_cpu_ms"] = _cpu(bare, "/page")
    with _Browser() as browser:
        for name, path in (("start", START), ("service", SERVICE), ("form", FORM), ("chat", "/hu/beszelgetes")):
            found.setdefault(name, {}).update(browser.load(server.url + path))
    return found


def _html(server: Server, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (path, response.status)
    assert response.headers["Content-Encoding"] == "br"
    return len(body)


def _cpu(server: Measured, path: str, requests: int = 200, rounds: int = 5) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    spent = []
    for _round in range(rounds):
        before = server.cpu()
        for _request in range(requests):
            connection.request("GET", path, headers={"Accept-Encoding": "br"})
            connection.getresponse().read()
        spent.append((server.cpu() - before) / requests * 1000)
    return round(statistics.median(spent), 2)


class _Browser:
    """Chromium with an empty cache, counting what a first visit loads."""

    def __enter__(self) -> _Browser:
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for flag in FLAGS:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": OBSERVE})
        return self

    def __exit__(self, *_error: object) -> None:
        self.driver.quit()

    def load(self, url: str) -> dict[str, Any]:
        """Load `url` as a first visit: bytes and requests of the page itself (the worker's later store is apart)."""
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd(
            "Storage.clearDataForOrigin", {"origin": url.split("/hu/")[0], "storageTypes": "all"}
        )
        self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        self.driver.get_log("performance")
        self.driver.get(url)
        time.sleep(2)
        shift = self.driver.execute_script("return window.__shift")
        requests, size, hosts = {}, 0, set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                address = message["params"]["request"]["url"]
                if address.startswith("http"):
                    requests[message["params"]["requestId"]] = address
                    hosts.add(address.split("/")[2])
            elif _from_cache(message):
                # The browser asks for the page's icon twice, and takes the second from what it has.
                requests.pop(message["params"]["requestId"], None)
            elif message["method"] == "Network.loadingFinished" and message["params"]["requestId"] in requests:
                size += message["params"]["encodedDataLength"]
        return {
            "total_kb": round(size / 1024, 1),
            "requests": len(requests),
            "shift": round(shift, 4),
            "third_parties": len(hosts) - 1,
            "files": sorted(address.split("?")[0].rpartition("/")[2] or "/" for address in requests.values()),
        }


def _from_cache(message: dict[str, Any]) -> bool:
    if message["method"] == "Network.requestServedFromCache":
        return True
    response = message["params"].get("response", {}) if message["method"] == "Network.responseReceived" else {}
    return bool(response.get("fromDiskCache") or response.get("fromPrefetchCache"))
