"""Draws the app's icons from `icons/mark.svg`, and its screenshots from a running service.

    python pwa/draw.py http://localhost:8000

The pictures are committed; draw them again when the mark or the start page changes. The moment shown is the service's
own (`CLOCK_START=2026-11-24T16:05+01:00` shows it open).
"""

from __future__ import annotations

import base64
import shutil
import sys
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ICONS = Path(__file__).parent / "icons"
GROUND = "#f6f3ee"
# file: size, share of the picture that the mark takes, roundness of the ground in per cent
DRAWN = {
    "icon-180.png": (180, 70, 0),
    "icon-192.png": (192, 74, 22),
    "icon-512.png": (512, 74, 22),
    "maskable-512.png": (512, 56, 0),
}
SCREENS = {"narrow.png": (360, 640, 2), "wide.png": (1280, 800, 1)}


def browser() -> webdriver.Chrome:
    """Start a headless browser."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars"):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def shoot(driver: webdriver.Chrome, path: Path, width: int, height: int, scale: int = 1) -> None:
    """Save a screenshot of the page."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False},
    )
    driver.execute_async_script("document.fonts.ready.then(() => requestAnimationFrame(() => arguments[0]()))")
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": False})
    path.write_bytes(base64.b64decode(picture["data"]))


def main(address: str) -> None:
    """Draw everything."""
    driver = browser()
    driver.execute_cdp_cmd("Emulation.setDefaultBackgroundColorOverride", {"color": {"r": 0, "g": 0, "b": 0, "a": 0}})
    mark = base64.b64encode((ICONS / "mark.svg").read_bytes()).decode()
    for name, (size, share, round_) in DRAWN.items():
        driver.get(
            f"data:text/html,<body style='margin:0'><div style='width:{size}px;height:{size}px;"
            f"border-radius:{round_}%25;background:%23{GROUND[1:]};display:grid;place-items:center'>"
            f"<img width={size * share // 100} src='data:image/svg+xml;base64,{mark}'></div>"
        )
        shoot(driver, ICONS / name, size, size)
    driver.execute_cdp_cmd("Emulation.setDefaultBackgroundColorOverride", {})
    for name, (width, height, scale) in SCREENS.items():
        driver.get(f"{address}/hu/")
        shoot(driver, ICONS / name, width, height, scale)
    driver.quit()


if __name__ == "__main__":
    main(sys.argv[1])
