"""Regular expressions for the paths of endpoints, so that scripts need no list of paths of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flask import Flask, current_app
from werkzeug.routing import Map, Rule

ARGUMENT = re.compile(r"<(?:[^<>]*:)?(\w+)>")


class UnknownEndpointError(RuntimeError):
    """A feature names an endpoint that no route has."""


def require_endpoints(app: Flask, endpoints: Iterable[str]) -> None:
    """Raise `UnknownEndpointError` when one of these endpoints does not exist, for example after a rename."""
    if missing := sorted(set(endpoints) - {rule.endpoint for rule in app.url_map.iter_rules()}):
        raise UnknownEndpointError(f"no route has the endpoint {', '.join(missing)}")


def path_patterns(endpoints: Iterable[str]) -> list[str]:
    """Return one regular expression for each route of `endpoints`, valid in JavaScript too.

    A path that another route takes because it has no arguments is excluded: `/hu/beszelgetes/folytatas` is not the page
    of a conversation with the id `folytatas`.
    """
    return [pattern for endpoint in endpoints for pattern in _patterns(current_app.url_map, endpoint)]


def _patterns(routes: Map, endpoint: str) -> Iterator[str]:
    for rule in routes.iter_rules(endpoint):
        pattern = _pattern(rule)
        taken = [
            _pattern(other)
            for other in routes.iter_rules()
            if other.endpoint != endpoint
            and len(other.arguments) < len(rule.arguments)
            and re.fullmatch(pattern, _example(other))
        ]
        excluded = "".join(f"(?!{other}$)" for other in sorted(set(taken)))
        yield f"^{excluded}{pattern}$"


def _pattern(rule: Rule) -> str:
    parts = ARGUMENT.split(rule.rule)
    return "".join(
        rf"(?:{rule._converters[part].regex})" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )


def _example(rule: Rule) -> str:
    values = {name: "hu" if name == "lang" else "1" for name in rule.arguments}
    return ARGUMENT.sub(lambda argument: values[argument[1]], rule.rule)
