"""The room's answers on the public interface."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from app.core.schemas import Address, Answer, Language, OneOf
from app.documents.queries import SIZES


class Rendition(Answer):
    """A form as a file."""

    format: str = Field(description="Media type.")
    standard: str
    language: Annotated[Language, Field(description="The edition: whose explanations it has.")]
    languages: list[str] = Field(description="The languages in the file, the legal first.")
    print: Annotated[str, OneOf(SIZES), Field(description="12 or 18 points.")]
    pages: int = Field(ge=1)
    size: int = Field(ge=1, description="Bytes.")
    address: Address


class FormSummary(Answer):
    """A form in force, with its files."""

    slug: str
    title: str
    version: int
    valid_from: date
    valid_until: date | None
    service: str | None = Field(description="The service it belongs to.")
    page: Address
    fill_in: Address
    renditions: list[Rendition]


class FormAttachment(Answer):
    """A paper to hand in with a form."""

    id: str
    label: str
    needed: Annotated[str, OneOf(["yes", "if-shown", "if-asked", "optional", "show"])]


class Form(FormSummary):
    """The form."""

    purpose: str
    who_submits: str
    where_to_submit: str
    attachments: list[FormAttachment]


class Forms(Answer):
    """All forms."""

    forms: list[FormSummary]
