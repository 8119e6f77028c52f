"""Renders a form as a PDF: tagged (PDF/UA-1), fillable, A4, in normal or large print."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import typst

from app.documents import fonts
from app.documents.answers import Answers
from app.documents.definition import FormDefinition
from app.documents.layout import Sheet, lay_out
from app.documents.pdf_widgets import make_fillable

TEMPLATE = Path(__file__).with_name("form.typ")
# A fixed timestamp, so that the same form always gives the same bytes.
TIMESTAMP = 1763596800


@lru_cache(maxsize=2)
def _faces(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def render(
    form: FormDefinition, language: str, size: str, faces: Path, author: str, answers: Answers | None = None
) -> bytes:
    """Return the PDF of `form` in `language` and `size`, filled in with `answers` if given."""
    letters = fonts.letters(faces)
    sheet = lay_out(form, language, size, letters, author, answers)
    return make_fillable(_typeset(sheet, faces), sheet, letters)


def _typeset(sheet: Sheet, faces: Path) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_faces(faces),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(sheet.data, ensure_ascii=False)},
        timestamp=TIMESTAMP,
    )
