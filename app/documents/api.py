"""Public interface: the forms and their files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.core import languages
from app.core.api import operation
from app.core.i18n import lang, localized
from app.core.problems import ProblemType
from app.core.site import absolute_url
from app.documents import actions, definition, queries, schemas
from app.documents.queries import SIZES

blueprint = Blueprint("documents_api", __name__)

UNKNOWN_FORM = ProblemType(404, "unknown-form", "Unknown form", "There is no form of this name.")


@blueprint.get("/forms")
@operation("listForms", localized=True)
def forms() -> schemas.Forms:
    """List the forms in force, with their files."""
    return schemas.Forms(forms=[schemas.FormSummary(**_summary(form)) for form in queries.forms()])


@blueprint.get("/forms/<slug>")
@operation("getForm", UNKNOWN_FORM, localized=True)
def form(slug: str) -> schemas.Form:
    """Describe one form."""
    found = queries.form(slug)
    if found is None:
        raise UNKNOWN_FORM.error()
    return schemas.Form(
        **_summary(found),
        purpose=localized(found.purpose),
        who_submits=localized(found.who_submits),
        where_to_submit=localized(found.where_to_submit),
        attachments=[
            schemas.FormAttachment(id=paper.id, label=localized(paper.label), needed=paper.needed)
            for paper in found.attachments
        ],
    )


def _summary(form: definition.FormDefinition) -> dict[str, Any]:
    return {
        "slug": form.slug,
        "title": localized(form.title),
        "version": form.version,
        "valid_from": form.valid_from,
        "valid_until": form.valid_until,
        "service": form.service,
        "page": absolute_url("documents.form", slug=form.slug, lang=lang()),
        "fill_in": absolute_url("documents.fill", slug=form.slug, lang=lang()),
        "renditions": [
            _rendition(queries.rendition(form, language, size)) for language in languages.tags() for size in SIZES
        ],
    }


def _rendition(rendition: queries.Rendition) -> schemas.Rendition:
    facts = actions.facts(rendition)
    where = {"slug": rendition.form.slug, "size": rendition.size, "lang": rendition.language}
    return schemas.Rendition(
        format="application/pdf",
        standard="PDF/UA-1",
        language=rendition.language,
        languages=list(rendition.languages),
        print=rendition.size,
        pages=facts.pages,
        size=facts.size,
        address=absolute_url("documents.pdf", **where),
    )
