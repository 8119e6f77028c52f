"""Public interface: the forms and their files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from app.core import languages
from app.core.api import Api, problem
from app.core.i18n import lang, localized
from app.core.site import absolute_url
from app.documents import actions, queries
from app.documents.definition import Form
from app.documents.queries import SIZES, Rendition

blueprint = Blueprint("documents_api", __name__)


@blueprint.get("/forms")
def forms() -> Response:
    """List the forms."""
    return jsonify(forms=[_summary(form) for form in queries.forms()])


@blueprint.get("/forms/<slug>")
def form(slug: str) -> Response:
    """Describe one form."""
    found = queries.form(slug)
    if found is None:
        return problem(404, "unknown-form", "Unknown form", "There is no form of this name.")
    return jsonify(
        **_summary(found),
        purpose=localized(found.purpose),
        who_submits=localized(found.who_submits),
        where_to_submit=localized(found.where_to_submit),
        attachments=[
            {"id": paper.id, "label": localized(paper.label), "needed": paper.needed} for paper in found.attachments
        ],
    )


def _summary(form: Form) -> dict[str, Any]:
    return {
        "slug": form.slug,
        "title": localized(form.title),
        "version": form.version,
        "valid_from": form.valid_from.isoformat(),
        "valid_until": form.valid_until.isoformat() if form.valid_until else None,
        "service": form.service,
        "page": absolute_url("documents.form", slug=form.slug, lang=lang()),
        "fill_in": absolute_url("documents.fill", slug=form.slug, lang=lang()),
        "renditions": [
            _rendition(queries.rendition(form, language, size)) for language in languages.tags() for size in SIZES
        ],
    }


def _rendition(rendition: Rendition) -> dict[str, Any]:
    facts = actions.facts(rendition)
    where = {"slug": rendition.form.slug, "size": rendition.size, "lang": rendition.language}
    return {
        "format": "application/pdf",
        "standard": "PDF/UA-1",
        "language": rendition.language,
        "languages": list(rendition.languages),
        "print": rendition.size,
        "pages": facts.pages,
        "size": facts.size,
        "address": absolute_url("documents.pdf", **where),
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri"}
DAY = {"type": "string", "format": "date"}
LANGUAGE = {"name": "lang", "in": "query", "schema": _ref("Language"), "description": "Of titles and texts."}
SCHEMAS = {
    "Rendition": {
        "type": "object",
        "required": ["format", "language", "languages", "print", "pages", "size", "address"],
        "properties": {
            "format": {**TEXT, "description": "Media type."},
            "standard": TEXT,
            "language": {"allOf": [_ref("Language")], "description": "The edition: whose explanations it has."},
            "languages": {"type": "array", "items": TEXT, "description": "The languages in the file, the legal first."},
            "print": {"enum": list(SIZES), "description": "12 or 18 points."},
            "pages": {"type": "integer", "minimum": 1},
            "size": {"type": "integer", "minimum": 1, "description": "Bytes."},
            "address": ADDRESS,
        },
    },
    "FormSummary": {
        "type": "object",
        "required": ["slug", "title", "version", "valid_from", "page", "fill_in", "renditions"],
        "properties": {
            "slug": TEXT,
            "title": TEXT,
            "version": {"type": "integer"},
            "valid_from": DAY,
            "valid_until": {"type": ["string", "null"], "format": "date"},
            "service": {"type": ["string", "null"], "description": "The service it belongs to."},
            "page": ADDRESS,
            "fill_in": ADDRESS,
            "renditions": {"type": "array", "items": _ref("Rendition")},
        },
    },
    "Form": {
        "allOf": [
            _ref("FormSummary"),
            {
                "type": "object",
                "required": ["purpose", "who_submits", "where_to_submit", "attachments"],
                "properties": {
                    "purpose": TEXT,
                    "who_submits": TEXT,
                    "where_to_submit": TEXT,
                    "attachments": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["id", "label", "needed"],
                            "properties": {
                                "id": TEXT,
                                "label": TEXT,
                                "needed": {"enum": ["yes", "if-shown", "if-asked", "optional", "show"]},
                            },
                        },
                    },
                },
            },
        ]
    },
}
PATHS = {
    "/forms": {
        "get": {
            "operationId": "listForms",
            "summary": "The forms in force, with their files",
            "parameters": [LANGUAGE],
            "responses": {
                "200": _answer(
                    {
                        "type": "object",
                        "required": ["forms"],
                        "properties": {"forms": {"type": "array", "items": _ref("FormSummary")}},
                    },
                    "All forms",
                )
            },
        }
    },
    "/forms/{slug}": {
        "get": {
            "operationId": "getForm",
            "summary": "One form",
            "parameters": [{"name": "slug", "in": "path", "required": True, "schema": TEXT}, LANGUAGE],
            "responses": {
                "200": _answer(_ref("Form"), "The form"),
                "404": {
                    "description": "There is no such form, or it is no longer in force",
                    "content": {"application/problem+json": {"schema": _ref("Problem")}},
                },
            },
        }
    },
}

api = Api(blueprint, PATHS, SCHEMAS)
