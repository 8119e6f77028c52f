"""The service's addresses, for tests that open pages from outside."""

from __future__ import annotations

import urllib.request
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Rule

from app import create_app
from app.config import Settings
from app.documents.definition import FormDefinition
from app.documents.queries import form as form_by_slug

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@cache
def service(data_dir: Path = Path("/nonexistent")) -> Flask:
    """Return an application to ask for its addresses only."""
    return create_app(
        Settings(_env_file=None, data_dir=data_dir, database_url="sqlite://", secret_key="test", async_mode="threading")
    )


def opened_by_people() -> set[str]:
    """Return the endpoints that answer GET."""
    return {rule.endpoint for rule in service().url_map.iter_rules() if "GET" in (rule.methods or set())}


def address(endpoint: str, language: str, **values: str) -> str:
    """Return the path of a page in a language; staff pages take the language as a question."""
    rules: list[Rule] = list(service().url_map.iter_rules(endpoint))
    takes = any("lang" in rule.arguments for rule in rules)
    return (
        service()
        .url_map.bind("localhost")
        .build(endpoint, {"lang": language, **values} if takes else {**values, "lang": language})
    )


def endpoint_of(path: str) -> str:
    """Return which endpoint answers a GET of `path`; none for an address that only takes forms, or nothing."""
    try:
        return str(service().url_map.bind("localhost").match(urlsplit(path).path, method="GET")[0])
    except (NotFound, MethodNotAllowed):
        return ""


@cache
def site_map(server: str) -> tuple[str, ...]:
    """Return every path of a running server's site map."""
    with urllib.request.urlopen(f"{server}/sitemap.xml", timeout=30) as answer:
        tree = ET.parse(answer)
    return tuple(urlsplit(str(loc.text)).path for loc in tree.iter(LOC))


def form_definition(slug: str) -> FormDefinition:
    """Return one of the town's forms, to know what fits into its fields."""
    with service().app_context():
        form = form_by_slug(slug)
    assert form is not None
    return form
