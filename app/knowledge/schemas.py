"""What the room takes and answers on the public interface."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from app.core.schemas import Address, Answer, Language, Query


class InLanguage(Query):
    """The language of the texts."""

    lang: Annotated[Language, Field(description="The reading variant; hu-simple is easy Hungarian.")] = "hu"


class ServiceSearch(InLanguage):
    """A question, or none for all services."""

    q: str = Field("", description="A question in the citizen's own words, up to 300 characters, in any language.")


class ServiceSummary(Answer):
    """A service in one language."""

    slug: str
    title: str
    summary: str
    language: str = Field(description="The language that the texts are in.")
    url: Address


class Services(Answer):
    """The services, the best answer first."""

    language: str
    services: list[ServiceSummary]


class ServiceQuestion(Answer):
    """A question and its answer, as text and as HTML."""

    id: str
    question: str
    answer: str
    answer_html: str


class Source(Answer):
    """Where a statement comes from."""

    name: str
    date: str


class Service(ServiceSummary):
    """The service."""

    deadline: str
    where: str
    fee: str
    decider: str
    owner: str
    documents: list[str]
    conditions: list[str]
    life_situations: list[str]
    forms: list[str]
    legal_basis: list[str]
    questions: list[ServiceQuestion]
    details: list[ServiceQuestion]
    sources: list[Source]
    valid_from: date
    review_by: date
    demo: bool
