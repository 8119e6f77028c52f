"""Reads the forms, and renders their PDFs."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf

from app.config import ROOT
from app.core import clock, content, languages
from app.core.languages import MASTER, IncompleteLanguageError
from app.documents import fonts, layout, pdf_widgets, render
from app.documents.answers import Answers
from app.documents.definition import FormDefinition, parse

FONT_PACKAGE = ROOT / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next"
MADE_FONTS = ROOT / "node_modules" / ".cache" / "document-fonts"
SIZES = tuple(layout.SIZES)


@dataclass(frozen=True)
class Rendition:
    """The PDF of a form in one language and print size; `digest` changes whenever its content does."""

    form: FormDefinition
    language: str
    size: str
    digest: str

    @property
    def name(self) -> str:
        """Return the file's name in the store."""
        return f"forms/{self.form.slug}/{self.language}-{self.size}-{self.digest[:32]}.pdf"

    @property
    def filename(self) -> str:
        """Return the file name for downloads."""
        large = "-nagybetus" if self.size == "large" else ""
        return f"{self.form.slug}-{self.language}{large}.pdf"

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in the file: Hungarian, and that of the translation if there is one."""
        return tuple(dict.fromkeys((MASTER, languages.get(self.language).base)))

    @property
    def easy(self) -> bool:
        """Whether its explanations are easy to read."""
        return languages.get(self.language).easy


@dataclass(frozen=True)
class FileFacts:
    """The size of a file in bytes, and its number of pages; shown on links to it."""

    size: int
    pages: int

    @property
    def kilobytes(self) -> int:
        """Return the size in kilobytes, at least 1."""
        return max(1, round(self.size / 1000))


def forms() -> tuple[FormDefinition, ...]:
    """Return the forms that may be handed in today, by their Hungarian title."""
    today = clock.today()
    return tuple(form for form in _all(content.folder()) if in_force(form, today))


def in_force(form: FormDefinition, day: object) -> bool:
    """Say whether the form may be handed in on `day`: it is valid and not overdue for review."""
    return form.valid_from <= day <= min(form.valid_until or form.review_by, form.review_by)  # type: ignore[operator]


def form(slug: str) -> FormDefinition | None:
    """Return a form that may be handed in today, or None."""
    return next((form for form in forms() if form.slug == slug), None)


@lru_cache(maxsize=4)
def _all(folder: Path) -> tuple[FormDefinition, ...]:
    paths = sorted((folder / "forms").glob("*.yaml"))
    found = (parse(content.load(f"forms/{path.name}"), f"content/forms/{path.name}") for path in paths)
    return tuple(sorted(found, key=lambda form: form.title[MASTER]))


def check() -> None:
    """Read every form, so that a faulty one stops the set-up. Raise `WrongFormError` for the first.

    Raise `IncompleteLanguageError` when the documents' font lacks a letter of a language.
    """
    _all(content.folder())
    for language in languages.known():
        if missing := unprintable_letters(language.letters + language.letters.upper()):
            raise IncompleteLanguageError(language, f"the documents' font {fonts.FAMILY} has no {' '.join(missing)}")


def font_folder() -> Path:
    """Return the folder with the built fonts. Raise `MissingFontError` when their package is not installed."""
    return fonts.folder(FONT_PACKAGE, MADE_FONTS)


def unprintable_letters(text: str) -> str:
    """Return the letters of `text` that the forms' font does not have."""
    return fonts.letters(font_folder()).lacks(text)


def rendition(form: FormDefinition, language: str, size: str) -> Rendition:
    """Return the rendition of `form` in `language` and `size`."""
    return Rendition(form, language, size, _digest(content.folder(), form.slug, form.version, language, size))


@lru_cache(maxsize=512)
def _digest(folder: Path, slug: str, version: int, language: str, size: str) -> str:
    """Return a hash of everything that determines the file: texts, fields, fonts, and the code that renders it."""
    form = next(form for form in _all(folder) if (form.slug, form.version) == (slug, version))
    empty_pdf = font_folder()
    sheet = layout.lay_out(form, language, size, fonts.letters(empty_pdf), author())
    fields = [asdict(widget) for widget in sheet.widgets.values()]
    parts = json.dumps([sheet.data, fields, empty_pdf.name, _renderer_hash()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()


@lru_cache(maxsize=1)
def _renderer_hash() -> str:
    sources = (render.TEMPLATE, Path(render.__file__), Path(pdf_widgets.__file__))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def author() -> str:
    """Return the name of the office that issues the forms."""
    return str(content.site()["municipality"]["name"])


def empty_pdf(wanted: Rendition) -> bytes:
    """Return the PDF of the empty form."""
    return render.render(wanted.form, wanted.language, wanted.size, font_folder(), author())


def filled_pdf(answers: Answers, language: str, size: str) -> bytes:
    """Return the PDF of the form with the answers filled in; nothing is stored."""
    return render.render(answers.form, language, size, font_folder(), author(), answers)


def facts(data: bytes) -> FileFacts:
    """Return size and number of pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return FileFacts(len(data), len(document.pages))
