"""Decides what a device is told when the service is installed as an app, and what it keeps for times offline."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.core import content, languages
from app.core.i18n import gettext as _
from app.core.i18n import localized

Address = Callable[[str], str]
# What names the app, in every language and under every address: changing it makes a second app of it.
APP_ID = "/"
BAR, PAPER = "#0b4f4a", "#ffffff"
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("maskable-512.png", 512, "maskable"))
SCREENSHOTS = (("narrow.png", "720x1280", "narrow"), ("wide.png", "1280x800", "wide"))


def manifest(language: str, asset: Address, shortcuts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Describe the app in `language`. `asset` gives a built file's address, `shortcuts` are names and addresses."""
    service, town = content.site()["service"], content.site()["municipality"]["town"]
    icons = [
        {"src": asset(f"icons/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    return {
        "name": f"{service['name']} – {town}",
        "short_name": service["name"],
        "description": localized(service["short"]).replace("\n", " "),
        "lang": language,
        "dir": "ltr",
        "id": APP_ID,
        "start_url": "/?source=app",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": BAR,
        "categories": ["government", "utilities"],
        "icons": [*icons, {"src": asset("icons/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        "screenshots": [
            {
                "src": asset(f"icons/{name}"), "sizes": size, "type": "image/png", "form_factor": form,
                "label": _("The start page"),
            }
            for name, size, form in SCREENSHOTS
        ],
        "shortcuts": [{"name": name, "url": url, "icons": icons[:1]} for name, url in shortcuts],
    }  # fmt: skip


def worker_preface(release: str, address: Callable[[str, str, Mapping[str, str]], str], pages: Iterable[Any]) -> str:
    """Write the lines that stand before the service worker: the release, and the pages to keep in each language."""
    kept = list(pages)
    paths = {
        language: [address(language, page.endpoint, page.arguments) for page in kept] for language in languages.tags()
    }  # fmt: skip
    return f"self.__RELEASE={json.dumps(release)};self.__PAGES={json.dumps(paths)};\n"
