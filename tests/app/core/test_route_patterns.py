"""Patterns of paths, made from the routes."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.core.route_patterns import UnknownEndpointError, path_patterns, require_endpoints


@pytest.fixture
def small() -> Flask:
    app = Flask(__name__)
    for rule, endpoint in [
        ("/<any(hu, 'hu-simple'):lang>/talk/<public_id>", "talk"),
        ("/<any(hu, 'hu-simple'):lang>/talk/back", "back"),
        ("/<any(hu, 'hu-simple'):lang>/talk/<public_id>/message/<int:number>", "edit"),
        ("/file.v1/<path:name>", "file"),
    ]:
        app.add_url_rule(rule, endpoint, lambda **_values: "")
    return app


@pytest.mark.parametrize(
    ("endpoint", "path", "fits"),
    [
        ("talk", "/hu/talk/abc", True), ("talk", "/hu-simple/talk/abc", True), ("talk", "/en/talk/abc", False),
        ("talk", "/hu/talk/abc/message", False), ("talk", "/hu/talk/back", False), ("talk", "/hu/talk/back1", True),
        ("back", "/hu/talk/back", True), ("edit", "/hu/talk/abc/message/12", True),
        ("edit", "/hu/talk/abc/message/x", False), ("file", "/file.v1/a/b", True), ("file", "/fileXv1/a", False),
    ],
)  # fmt: skip
def test_a_pattern_fits_what_the_route_takes_and_nothing_else(small: Flask, endpoint: str, path: str, fits: bool):
    with small.app_context():
        assert any(re.search(pattern, path) for pattern in path_patterns([endpoint])) is fits


def test_an_endpoint_that_no_route_has_is_named(small: Flask):
    require_endpoints(small, ["talk", "edit"])
    with pytest.raises(UnknownEndpointError, match=r"no route has the endpoint talks$"):
        require_endpoints(small, ["talk", "talks"])
