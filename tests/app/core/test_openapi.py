"""One sound description of the public interface that is true: every documented answer is asked for and compared."""

from __future__ import annotations

import re

from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.core import api, openapi

EXAMPLES = {"/services/{slug}": "lakcimbejelentes", "/forms/{slug}": "behajtasi-engedely"}


def test_the_description_is_sound_openapi(app: Flask):
    served = app.test_client().get("/api/v1/openapi.json")
    assert served.json["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(served.json).validate()


def test_every_call_is_described_and_every_description_can_be_called(app: Flask):
    described = {
        (_shape(path), method.upper())
        for path, item in openapi.description()["paths"].items()
        for method in item
        if method in {"get", "post", "patch", "delete", "put"}
    }
    served = {
        (_shape(rule.rule.removeprefix(api.PREFIX)), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(api.PREFIX) and rule.endpoint != "api.openapi"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert described == served


def test_every_call_has_a_name_of_its_own_and_says_when_it_is_limited(app: Flask):
    paths = openapi.description()["paths"]
    calls = [(path, method, call) for path, item in paths.items() for method, call in item.items()]
    names = [call.get("operationId") for _path, _method, call in calls]
    assert all(names)
    assert len(names) == len(set(names))
    limited = {path for path, _method, call in calls if "429" in call["responses"]}
    assert limited == {
        "/appointments", "/appointments/{code}", "/conversations", "/conversations/availability",
        "/conversations/{id}/messages", "/guard",
    }  # fmt: skip


def _shape(path: str) -> str:
    """Return a path with its variables unnamed: code and description may call them differently."""
    return re.sub(r"<[^>]+>|\{[^}]+\}", "{}", path)


def test_every_open_get_answers_as_described(app: Flask):
    description = openapi.description()
    client = app.test_client()
    paths = [
        path
        for path, item in description["paths"].items()
        if "get" in item and not {"401", "403"} & set(item["get"]["responses"])
    ]
    assert paths
    for path in paths:
        answer = client.get(api.PREFIX + example(path) + "?lang=hu")
        assert answer.status_code == 200, f"{path}: {answer.text[:300]}"
        schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator = Draft202012Validator({**schema, "components": description["components"]})
        errors = list(validator.iter_errors(answer.json))
        assert not errors, f"{path}: {errors[0].message} at {list(errors[0].absolute_path)}"


def example(path: str) -> str:
    return path.replace("{slug}", EXAMPLES.get(path, "varoshaza"))
