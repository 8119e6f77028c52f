"""Public interface: services, ranked by a question or all, and one service with its questions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.core import clock, languages
from app.core.api import Api, problem
from app.core.site import absolute_url
from app.knowledge import queries
from app.knowledge.library import Question, Service, library

blueprint = Blueprint("knowledge_api", __name__)


@blueprint.get("/services")
def services() -> Response:
    """List services: all of them, or those that answer `q`, best first."""
    language = request.args.get("lang", "hu")
    if language not in languages.tags():
        return _unknown_language()
    question = request.args.get("q", "").strip()
    hits = queries.search(question, language) if question else []
    found = [hit.service for hit in hits] if question else queries.current_services()
    return jsonify(language=language, services=[_summary(service, language) for service in found])


@blueprint.get("/services/<slug>")
def service(slug: str) -> Response:
    """Describe one service in one language."""
    language = request.args.get("lang", "hu")
    if language not in languages.tags():
        return _unknown_language()
    found = library().services.get(slug)
    today = clock.today()
    if not found or found.valid_from > today:
        return problem(404, "unknown-service", "Unknown service", "There is no service of this name.")
    if not found.current(today):
        detail = f"Its text was to be reviewed by {found.review_by.isoformat()} and is withdrawn until then."
        return problem(410, "service-withdrawn", "Service withdrawn", detail)
    return jsonify(_full(found, language))


def _unknown_language() -> Response:
    return problem(400, "unknown-language", "Unknown language", f"The languages are: {', '.join(languages.tags())}.")


def _summary(service: Service, language: str) -> dict[str, Any]:
    text = service.variant(language)
    return {
        "slug": service.slug,
        "title": text.title,
        "summary": text.summary,
        "language": text.language,
        "url": absolute_url("knowledge.service", lang=language, slug=service.slug),
    }


def _full(service: Service, language: str) -> dict[str, Any]:
    text = service.variant(language)
    return {
        **_summary(service, language),
        "deadline": text.deadline,
        "where": text.where,
        "fee": text.fee,
        "decider": text.decider,
        "documents": text.documents,
        "conditions": text.conditions,
        "questions": [_question(question) for question in text.questions],
        "details": [_question(question) for question in text.details],
        "life_situations": service.situations,
        "forms": [form.slug for form in service.forms if form.current(clock.today())],
        "legal_basis": service.legal_basis,
        "sources": [{"name": source.name, "date": source.date} for source in service.sources],
        "owner": service.owner,
        "valid_from": service.valid_from.isoformat(),
        "review_by": service.review_by.isoformat(),
        "demo": service.demo,
    }


def _question(question: Question) -> dict[str, str]:
    return {"id": question.id, "question": question.title, "answer": question.text, "answer_html": question.html}


TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
DAY = {"type": "string", "format": "date"}
LANGUAGE = {
    "name": "lang",
    "in": "query",
    "description": "The reading variant; hu-simple is easy Hungarian.",
    "schema": {"allOf": [{"$ref": "#/components/schemas/Language"}], "default": "hu"},
}
SUMMARY = {
    "slug": TEXT,
    "title": TEXT,
    "summary": TEXT,
    "language": {"type": "string", "description": "The language that the texts are in."},
    "url": {"type": "string", "format": "uri"},
}
QUESTIONS = {"type": "array", "items": {"$ref": "#/components/schemas/ServiceQuestion"}}
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


api = Api(
    blueprint,
    paths={
        "/services": {
            "get": {
                "operationId": "listServices",
                "summary": "Services, all or those that answer a question",
                "parameters": [
                    {
                        "name": "q",
                        "in": "query",
                        "description": "A question in the citizen's own words, up to 300 characters, in any language.",
                        "schema": TEXT,
                    },
                    LANGUAGE,
                ],
                "responses": {
                    "200": _answer(
                        "The services, the best answer first",
                        _object(
                            {
                                "language": TEXT,
                                "services": {"type": "array", "items": {"$ref": "#/components/schemas/ServiceSummary"}},
                            }
                        ),
                    ),
                    "400": {"description": "No such language", "content": PROBLEM},
                },
            }
        },
        "/services/{slug}": {
            "get": {
                "operationId": "getService",
                "summary": "One service with its questions",
                "parameters": [{"name": "slug", "in": "path", "required": True, "schema": TEXT}, LANGUAGE],
                "responses": {
                    "200": _answer("The service", {"$ref": "#/components/schemas/Service"}),
                    "400": {"description": "No such language", "content": PROBLEM},
                    "404": {"description": "No such service", "content": PROBLEM},
                    "410": {"description": "Withdrawn until its text is reviewed", "content": PROBLEM},
                },
            }
        },
    },
    schemas={
        "ServiceSummary": _object(SUMMARY),
        "ServiceQuestion": _object({"id": TEXT, "question": TEXT, "answer": TEXT, "answer_html": TEXT}),
        "Service": _object(
            {
                **SUMMARY,
                **dict.fromkeys(("deadline", "where", "fee", "decider", "owner"), TEXT),
                **dict.fromkeys(("documents", "conditions", "life_situations", "forms", "legal_basis"), TEXTS),
                "questions": QUESTIONS,
                "details": QUESTIONS,
                "sources": {"type": "array", "items": _object({"name": TEXT, "date": TEXT})},
                "valid_from": DAY,
                "review_by": DAY,
                "demo": {"type": "boolean"},
            }
        ),
    },
)
