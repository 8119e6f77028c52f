"""Routes of the public interface: a view's signature says what it takes and gives, `operation` what may go wrong.

A parameter of a `Body` or `Query` model is read from the request and checked; the answer's model is written as JSON.
The same models, with the problems that are named here, make the OpenAPI description (`core/openapi.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from http import HTTPStatus
from inspect import getdoc
from typing import Any, get_type_hints

from flask import Blueprint, Flask, Response, request
from pydantic import ValidationError

from app.core.problems import INVALID_REQUEST, InvalidRequest, ProblemError, ProblemType
from app.core.schemas import Answer, Body, Query, faults
from app.core.security import csrf

PREFIX = "/api/v1"
View = Callable[..., Answer | None]


def mount(app: Flask, blueprint: Blueprint) -> None:
    """Add a room's routes. They need no forgery token: no cookie opens anything here."""
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint, url_prefix=PREFIX + (blueprint.url_prefix or ""))


@dataclass(frozen=True)
class Bearer:
    """What opens a route: a token in the header `Authorization: Bearer …`.

    `find` takes the token and the variables of the address; the view is given what it returns instead of them.
    """

    find: Callable[..., Any]
    missing: ProblemType
    unknown: ProblemType

    def admit(self, path: Mapping[str, Any]) -> Any:
        """Return what the request's token opens; raise ProblemError when there is no token or it opens nothing."""
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise self.missing.error()
        found = self.find(token.strip(), **path)
        if found is None:
            raise self.unknown.error()
        return found


@dataclass(frozen=True)
class Operation:
    """One call of the interface, as it is checked, answered and described; `signed` adds what the view itself says."""

    id: str
    problems: tuple[ProblemType, ...]
    status: int
    invalid: ProblemType
    bearer: Bearer | None
    headers: Mapping[str, str]
    localized: bool
    summary: str = ""
    description: str = ""
    parameters: Mapping[str, type[Body] | type[Query]] = field(default_factory=dict)
    answer: type[Answer] | None = None

    def signed(self, view: View) -> Operation:
        """Return the operation with the models of a view's signature and the words of its docstring."""
        hints = get_type_hints(view)
        answer = hints.pop("return")
        parameters = {name: hint for name, hint in hints.items() if issubclass(hint, Body | Query)}
        own: tuple[ProblemType, ...] = (self.bearer.missing, self.bearer.unknown) if self.bearer else ()
        own += (self.invalid,) if parameters else ()
        summary, _empty, description = (getdoc(view) or "").partition("\n\n")
        return replace(
            self,
            problems=own + self.problems,
            status=HTTPStatus.NO_CONTENT if answer is type(None) else self.status,
            summary=summary.rstrip("."),
            description=description.replace("\n", " "),
            parameters=parameters,
            answer=None if answer is type(None) else answer,
        )

    def arguments(self, path: Mapping[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return what the view is called with; raise ProblemError when the request is not as described."""
        opened = (self.bearer.admit(path),) if self.bearer else ()
        named = {} if self.bearer else dict(path)
        for name, model in self.parameters.items():
            named[name] = self._checked(model)
        return opened, named

    def _checked(self, model: type[Body] | type[Query]) -> Body | Query:
        given = json_body() if issubclass(model, Body) else request.args.to_dict()
        if given is None:
            raise _refused(self.invalid, {"body": "The body must be a JSON object."})
        try:
            return model.model_validate(given)
        except ValidationError as wrong:
            raise _refused(self.invalid, faults(model, wrong.errors())) from None


def operation(
    operation_id: str,
    *problems: ProblemType,
    status: int = HTTPStatus.OK,
    invalid: ProblemType = INVALID_REQUEST,
    bearer: Bearer | None = None,
    headers: Mapping[str, str] | None = None,
    localized: bool = False,
    cache: str = "",
) -> Callable[[View], Callable[..., Response]]:
    """Make a view a call of the interface; stands below decorators that limit or repeat it.

    The view's docstring is its summary and description. It answers with the model of its return type, or with
    nothing; ProblemError answers with a problem. `problems` are those that it, or a decorator, answers with; `invalid`
    is the one of a wrong body or query; `headers` describes what else is read; a `localized` answer is in the language
    of the query parameter `lang` (`core/i18n.py` reads it); `cache` is the answer's `Cache-Control`.
    """
    declared = Operation(operation_id, problems, status, invalid, bearer, headers or {}, localized)

    def declare(view: View) -> Callable[..., Response]:
        signed = declared.signed(view)

        @wraps(view)
        def call(**path: Any) -> Response:
            try:
                opened, named = signed.arguments(path)
                response = _response(view(*opened, **named), signed.status)
            except ProblemError as problem:
                response = problem.response()
            if cache:
                response.headers["Cache-Control"] = cache
            return response

        call.operation = signed  # type: ignore[attr-defined]
        return call

    return declare


def json_body() -> dict[str, Any] | None:
    """Return the request's JSON object, or None when it is not one."""
    try:
        data = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands deep: nothing that a client of ours sends
        return None
    return data if isinstance(data, dict) else None


def _response(answer: Answer | None, status: int) -> Response:
    if answer is None:
        return Response(status=status)
    body = answer.model_dump_json(by_alias=True, exclude_unset=True)
    return Response(body, status, answer.headers(), mimetype="application/json")


def _refused(kind: ProblemType, wrong: Mapping[str, str]) -> ProblemError:
    members = {"fields": sorted(wrong)} if issubclass(kind.document, InvalidRequest) else {}
    return kind.error(" ".join(wrong.values()), **members)
