"""Sets up Jinja. Each feature has its templates: `chat/start.html` is `app/chat/templates/start.html`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from app.core import clock, content, i18n

APP = Path(__file__).parent.parent


def init_app(app: Flask, features: Iterable[str]) -> None:
    """Load layouts from `templates/`, macros from `components/`, pages from each feature."""
    rooms: dict[str, FileSystemLoader | PackageLoader] = {
        name: FileSystemLoader(APP / name / "templates") for name in features
    }
    rooms["components"] = FileSystemLoader(APP / "components")
    rooms["govuk_frontend_jinja"] = PackageLoader("govuk_frontend_jinja")
    app.jinja_loader = ChoiceLoader([FileSystemLoader(APP / "templates"), PrefixLoader(rooms)])
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(site=content.site, now=clock.now, today=clock.today, url_for=cached_url_for)


def cached_url_for(endpoint: str, **values: Any) -> str:
    """Return the URL of an endpoint like Flask's `url_for`, in the current language unless `lang` is given.

    Cached, because a page contains some thirty links, mostly the same ones.
    """
    if endpoint.startswith("."):
        endpoint = f"{request.blueprint}{endpoint}"
    values.setdefault("lang", i18n.lang())
    return _cached(request.script_root, endpoint, tuple(sorted(values.items())))


@lru_cache(maxsize=4096)
def _cached(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    given = dict(values)
    if not i18n.has_language(endpoint):
        given.pop("lang")
    return url_for(endpoint, **given)
