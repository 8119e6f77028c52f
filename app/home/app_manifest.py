"""Builds the web app manifest and the data that the service worker needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.core import content
from app.core.i18n import gettext as _
from app.core.i18n import localized

AssetUrl = Callable[[str], str]
# Identifies the app in every language; a changed id would install as a second app.
APP_ID = "/"
BAR, PAPER = "#0b4f4a", "#ffffff"
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("maskable-512.png", 512, "maskable"))
SCREENSHOTS = (("narrow.png", "720x1280", "narrow"), ("wide.png", "1280x800", "wide"))


def manifest(language: str, asset: AssetUrl, shortcuts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the web app manifest. `asset` returns a built file's URL; `shortcuts` are pairs (name, URL)."""
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


def worker_preface(release: str, pages: Mapping[str, Sequence[str]], routes: Mapping[str, Any]) -> str:
    """Return the lines that precede the service worker: release, pages to store by language, and paths of routes."""
    lines = {"__RELEASE": release, "__PAGES": pages, "__ROUTES": routes}
    return "".join(f"self.{name}={json.dumps(value)};" for name, value in lines.items()) + "\n"
