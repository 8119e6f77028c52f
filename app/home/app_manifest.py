"""Builds the web app manifest, and the service worker's list of pages to store for offline use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.core import content, languages
from app.core.i18n import gettext as _
from app.core.i18n import localized

Address = Callable[[str], str]
# Identifies the app in every language; a changed id would install as a second app.
APP_ID = "/"
BAR, PAPER = "#0b4f4a", "#ffffff"
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("maskable-512.png", 512, "maskable"))
SCREENSHOTS = (("narrow.png", "720x1280", "narrow"), ("wide.png", "1280x800", "wide"))


def manifest(language: str, asset: Address, shortcuts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the web app manifest. `asset` returns a built file's address; `shortcuts` are pairs (name, address)."""
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
    """Return the lines to put before the service worker: the release, and the pages to store in each language."""
    kept = list(pages)
    paths = {
        language: [address(language, page.endpoint, page.arguments) for page in kept] for language in languages.tags()
    }  # fmt: skip
    return f"self.__RELEASE={json.dumps(release)};self.__PAGES={json.dumps(paths)};\n"
