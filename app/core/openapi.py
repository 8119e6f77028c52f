"""The OpenAPI 3.1 description of the public interface, made from the routes, their operations and their models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from inspect import getdoc
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from app.core import languages
from app.core.api import PREFIX, Operation
from app.core.problems import Problem, ProblemType
from app.core.schemas import Body, JsonSchema, Query
from app.core.settings import settings

REFERENCE = "#/components/schemas/{model}"
VARIABLE = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
# By model and mode.
Schemas = Mapping[Any, dict[str, Any]]

root = Blueprint("api", __name__, url_prefix=PREFIX)


def init_app(app: Flask) -> None:
    """Serve the description."""
    app.register_blueprint(root)


@root.get("/openapi.json")
def openapi() -> Response:
    """Describe the whole interface."""
    return jsonify(description())


def description() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the current app; it is made at the first call."""
    if "openapi" not in current_app.extensions:
        current_app.extensions["openapi"] = _document(list(_calls()))
    return cast(dict[str, Any], current_app.extensions["openapi"])


def _calls() -> Iterator[tuple[str, str, Operation]]:
    """Yield path, method and operation of every call."""
    for rule in current_app.url_map.iter_rules():
        declared = getattr(current_app.view_functions[rule.endpoint], "operation", None)
        if declared and rule.rule.startswith(PREFIX):
            path = VARIABLE.sub(r"{\1}", rule.rule.removeprefix(PREFIX))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield path, method.lower(), declared


def _document(calls: list[tuple[str, str, Operation]]) -> dict[str, Any]:
    models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Problem, "serialization"): None}
    for _path, _method, call in calls:
        models |= {(model, "validation"): None for model in call.parameters.values()}
        models |= {(kind.document, "serialization"): None for kind in call.problems}
        if call.answer:
            models[call.answer, "serialization"] = None
    references, definitions = models_json_schema(
        list(models), ref_template=REFERENCE, schema_generator=JsonSchema, by_alias=True
    )
    schemas: dict[str, Any] = definitions["$defs"]
    # Query parameters are listed with their call, so their models are no schemas of the document.
    queries = {
        model: schemas.pop(references[model, mode]["$ref"].rpartition("/")[2])
        for model, mode in models
        if issubclass(model, Query)
    }
    paths: dict[str, Any] = {}
    for path, method, call in calls:
        paths.setdefault(path, {})[method] = _described(path, call, references, queries)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Segít a hivatal",
            "version": "1.0.0",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": settings().address + PREFIX}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def _described(path: str, call: Operation, schemas: Schemas, queries: Mapping[Any, Any]) -> dict[str, Any]:
    text = {"type": "string"}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": text} for name in re.findall(r"{(\w+)}", path)
    ]
    parameters += [
        {"name": name, "in": "header", "schema": text, "description": told} for name, told in call.headers.items()
    ]
    if call.localized:
        language = {"enum": list(languages.tags())}
        parameters.append({"name": "lang", "in": "query", "schema": language, "description": "Of titles and texts."})
    written: dict[str, Any] = {"operationId": call.id, "summary": call.summary}
    for model in call.parameters.values():
        if issubclass(model, Body):
            written["requestBody"] = {"required": True, "content": _json(schemas[model, "validation"])}
        else:
            parameters += _parameters(queries[model])
    if call.description:
        written["description"] = call.description
    if call.bearer:
        written["security"] = [{"bearer": []}]
    return {**written, "parameters": parameters, "responses": _responses(call, schemas)}


def _parameters(query: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, schema in query["properties"].items():
        rest = {part: value for part, value in schema.items() if part != "description"}
        told = {"description": schema["description"]} if "description" in schema else {}
        yield {"name": name, "in": "query", "required": name in query.get("required", ()), "schema": rest, **told}


def _responses(call: Operation, schemas: Schemas) -> dict[str, Any]:
    responses: dict[str, Any] = {str(call.status): {"description": HTTPStatus(call.status).phrase}}
    if call.answer:
        told = (getdoc(call.answer) or "").partition("\n")[0].rstrip(".")
        responses[str(call.status)] = {"description": told, "content": _json(schemas[call.answer, "serialization"])}
    by_status: dict[int, list[ProblemType]] = {}
    for kind in call.problems:
        by_status.setdefault(kind.status, []).append(kind)
    for status, kinds in sorted(by_status.items()):
        documents = list({kind.document: schemas[kind.document, "serialization"] for kind in kinds}.values())
        responses[str(status)] = {
            "description": " ".join(f"`{kind.kind}`: {kind.detail or kind.title}" for kind in kinds),
            "content": _json(documents[0] if len(documents) == 1 else {"anyOf": documents}, "problem+json"),
        }
    return responses


def _json(schema: dict[str, Any], kind: str = "json") -> dict[str, Any]:
    return {f"application/{kind}": {"schema": schema}}
