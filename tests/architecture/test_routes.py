"""Every route follows the conventions for addresses, tokens and access."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

WORD = re.compile(r"^[a-z0-9-]+$")
# What takes files asks for the token itself: it admits the person first, then lets the request be as large as a file.
FILES = {"chat.attach", "collaboration.attach"}


def example(rule: Rule, app: Flask) -> str:
    """Return an address that `rule` matches."""
    values = {name: _example_value(converter) for name, converter in rule._converters.items()}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def _example_value(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "xyz"


def changing(app: Flask) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if (r.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}]


def test_every_form_is_protected_against_forgery(app: Flask):
    """A POST without the page's token is refused before any view sees it; only the JSON interface takes none."""
    client = app.test_client()
    forms = [rule for rule in changing(app) if not rule.rule.startswith("/api/") and rule.endpoint not in FILES]
    assert forms
    for rule in forms:
        answer = client.post(example(rule, app), data={"csrf_token": "wrong"})
        assert answer.status_code == 400, f"{rule} answered {answer.status_code}"


def test_uploads_check_access_first_and_then_the_token(app: Flask, staff):
    app.config["WTF_CSRF_ENABLED"] = True
    stranger = app.test_client()
    files = [rule for rule in changing(app) if rule.endpoint in FILES]
    seen = {rule.endpoint: stranger.post(example(rule, app)).status_code for rule in files}
    assert seen == {"chat.attach": 404, "collaboration.attach": 303}
    assert staff("operator").client.post("/staff/beszelgetes/xyz/fajl", data={"csrf_token": "x"}).status_code == 400


def test_only_the_interface_for_programs_is_exempt_from_the_token(app: Flask):
    protection = app.extensions["csrf"]
    names = {blueprint.name for blueprint in protection._exempt_blueprints}
    assert {name for name in names if name != "api" and not name.endswith("_api")} == set()
    # Scripts send JSON there, the service worker after a time without a connection too; its forms are checked.
    files = {"app.chat.views.attach", "app.console.collaboration.attach"}
    assert protection._exempt_views <= {"app.chat.views.post", *files}


def test_addresses_are_lower_case_words(app: Flask):
    for rule in app.url_map.iter_rules():
        for part in re.sub(r"<[^>]+>", "x", rule.rule).strip("/").split("/"):
            for word in filter(None, part.split(".")):
                assert WORD.match(word) or word in {"v1"}, rule.rule


def test_staff_pages_require_a_sign_in(app: Flask):
    """Without a sign-in a staff page shows nothing: it leads to the sign-in or refuses."""
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/staff/") or "GET" not in (rule.methods or set()):
            continue
        answer = client.get(example(rule, app))
        open_to_all = rule.endpoint.startswith("accounts.")
        assert open_to_all or answer.status_code in {302, 303, 401, 403, 404}, f"{rule}: {answer.status_code}"
