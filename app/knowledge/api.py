"""Public interface: services, ranked by a question or all, and one service with its questions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.core import clock
from app.core.api import operation
from app.core.problems import ProblemType
from app.core.site import absolute_url
from app.knowledge import library, queries, schemas

blueprint = Blueprint("knowledge_api", __name__)

UNKNOWN_LANGUAGE = ProblemType(400, "unknown-language", "Unknown language", "There are no texts in this language.")
UNKNOWN_SERVICE = ProblemType(404, "unknown-service", "Unknown service", "There is no service of this name.")
WITHDRAWN = ProblemType(410, "service-withdrawn", "Service withdrawn", "Its text is withdrawn until it is reviewed.")


@blueprint.get("/services")
@operation("listServices", invalid=UNKNOWN_LANGUAGE)
def services(query: schemas.ServiceSearch) -> schemas.Services:
    """List services: all of them, or those that answer a question, best first."""
    question = query.q.strip()
    hits = queries.search(question, query.lang) if question else []
    found = [hit.service for hit in hits] if question else queries.current_services()
    listed = [schemas.ServiceSummary(**_summary(service, query.lang)) for service in found]
    return schemas.Services(language=query.lang, services=listed)


@blueprint.get("/services/<slug>")
@operation("getService", UNKNOWN_SERVICE, WITHDRAWN, invalid=UNKNOWN_LANGUAGE)
def service(slug: str, query: schemas.InLanguage) -> schemas.Service:
    """Describe one service, with its questions, in one language."""
    found = library.library().services.get(slug)
    today = clock.today()
    if not found or found.valid_from > today:
        raise UNKNOWN_SERVICE.error()
    if not found.current(today):
        detail = f"Its text was to be reviewed by {found.review_by.isoformat()} and is withdrawn until then."
        raise WITHDRAWN.error(detail)
    return _full(found, query.lang)


def _summary(service: library.Service, language: str) -> dict[str, Any]:
    text = service.variant(language)
    return {
        "slug": service.slug,
        "title": text.title,
        "summary": text.summary,
        "language": text.language,
        "url": absolute_url("knowledge.service", lang=language, slug=service.slug),
    }


def _full(service: library.Service, language: str) -> schemas.Service:
    text = service.variant(language)
    return schemas.Service(
        **_summary(service, language),
        deadline=text.deadline,
        where=text.where,
        fee=text.fee,
        decider=text.decider,
        owner=service.owner,
        documents=list(text.documents),
        conditions=list(text.conditions),
        life_situations=list(service.situations),
        forms=[form.slug for form in service.forms if form.current(clock.today())],
        legal_basis=list(service.legal_basis),
        questions=[_question(question) for question in text.questions],
        details=[_question(question) for question in text.details],
        sources=[schemas.Source(name=source.name, date=source.date) for source in service.sources],
        valid_from=service.valid_from,
        review_by=service.review_by,
        demo=service.demo,
    )


def _question(question: library.ServiceQuestion) -> schemas.ServiceQuestion:
    return schemas.ServiceQuestion(
        id=question.id, question=question.title, answer=question.text, answer_html=question.html
    )
