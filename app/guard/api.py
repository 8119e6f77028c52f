"""Public interface: what the rule says of a text. Nothing of it is stored or logged."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify

from app.core.api import Api, json_body, problem
from app.core.security import limiter
from app.core.settings import settings
from app.guard import rules, words

blueprint = Blueprint("guard_api", __name__, url_prefix="/guard")


@blueprint.post("")
@limiter.limit("120 per minute")
def judge() -> Response:
    """Judge a text."""
    text, longest = (json_body() or {}).get("text"), settings().chat_max_message
    if not isinstance(text, str) or len(text) > longest:
        return problem(422, "invalid-text", "Invalid text", f"`text` must be a text of at most {longest} characters.")
    found = rules.check(text)
    response = jsonify(verdict=found.verdict, findings=[asdict(finding) for finding in found.findings])
    response.headers["Cache-Control"] = "no-store"
    return response


PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
PATHS: dict[str, Any] = {
    "/guard": {
        "post": {
            "operationId": "judgeText",
            "summary": "Say whether a text may be sent where only general information is given",
            "description": "Stores nothing. `block`: do not send it; `advise`: tell the sender that only general "
            "information is given, and let them decide; `allow`: send it.",
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/GuardedText"}}},
            },
            "responses": {
                "200": {
                    "description": "What was found",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/GuardVerdict"}}},
                },
                "422": {"description": "The text is missing or too long", "content": PROBLEM},
                "429": {"description": "Too many requests from one address", "content": PROBLEM},
            },
        }
    }
}
PLACE = {"type": "integer", "minimum": 0, "description": "Counted in Unicode characters from the text's beginning."}
SCHEMAS: dict[str, Any] = {
    "GuardedText": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
    "GuardVerdict": {
        "type": "object",
        "required": ["verdict", "findings"],
        "properties": {
            "verdict": {"type": "string", "enum": ["block", "advise", "allow"]},
            "findings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["kind", "start", "end"],
                    "properties": {
                        "kind": {"type": "string", "enum": [*words.KINDS, rules.INDIVIDUAL]},
                        "start": PLACE, "end": PLACE,
                    },
                },
            },
        },
    },
}  # fmt: skip
api = Api(blueprint, PATHS, SCHEMAS)
