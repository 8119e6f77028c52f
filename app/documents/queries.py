"""What forms there are, and what their PDFs contain."""

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
from app.documents import fonts, layout, render, widgets
from app.documents.answers import Answers
from app.documents.definition import Form, parse

FONT_PACKAGE = ROOT / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next"
MADE_FONTS = ROOT / "node_modules" / ".cache" / "document-fonts"
SIZES = tuple(layout.SIZES)


@dataclass(frozen=True)
class Rendition:
    """One form in one edition (language) and size; `digest` changes when anything of the file does."""

    form: Form
    language: str
    size: str
    digest: str

    @property
    def name(self) -> str:
        """Where the store keeps the file."""
        return f"forms/{self.form.slug}/{self.language}-{self.size}-{self.digest[:32]}.pdf"

    @property
    def filename(self) -> str:
        """What the citizen's device calls the file."""
        large = "-nagybetus" if self.size == "large" else ""
        return f"{self.form.slug}-{self.language}{large}.pdf"

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in the file: the legal Hungarian, and the translation beside it."""
        return tuple(dict.fromkeys((MASTER, languages.get(self.language).base)))

    @property
    def easy(self) -> bool:
        """Whether its explanations are easy to read."""
        return languages.get(self.language).easy


@dataclass(frozen=True)
class Facts:
    """What a link to a file tells: how large it is in bytes, and how many pages it has."""

    size: int
    pages: int

    @property
    def kilobytes(self) -> int:
        """The size as people read it, never 0."""
        return max(1, round(self.size / 1000))


def forms() -> tuple[Form, ...]:
    """Return the forms that may be handed in today, by their Hungarian title."""
    today = clock.today()
    return tuple(form for form in _all(content.folder()) if in_force(form, today))


def in_force(form: Form, day: object) -> bool:
    """Say whether the form may be handed in on `day`: it is valid, and its review is not overdue."""
    return form.valid_from <= day <= min(form.valid_until or form.review_by, form.review_by)  # type: ignore[operator]


def form(slug: str) -> Form | None:
    """Return one form, unless there is none or it may not be handed in today."""
    return next((form for form in forms() if form.slug == slug), None)


@lru_cache(maxsize=4)
def _all(folder: Path) -> tuple[Form, ...]:
    paths = sorted((folder / "forms").glob("*.yaml"))
    found = (parse(content.load(f"forms/{path.name}"), f"content/forms/{path.name}") for path in paths)
    return tuple(sorted(found, key=lambda form: form.title[MASTER]))


def check() -> None:
    """Read every form, so that a faulty one stops the set-up. Raise `WrongFormError` for the first.

    Raise `IncompleteLanguageError` when the documents' font lacks a letter of a language.
    """
    _all(content.folder())
    for language in languages.known():
        if missing := lacks(language.letters + language.letters.upper()):
            raise IncompleteLanguageError(language, f"the documents' font {fonts.FAMILY} has no {' '.join(missing)}")


def faces() -> Path:
    """Return the folder with the documents' letters. Raise `NoFontError` when their package is not installed."""
    return fonts.folder(FONT_PACKAGE, MADE_FONTS)


def lacks(text: str) -> str:
    """Return the letters of `text` that cannot be printed on a form."""
    return fonts.letters(faces()).lacks(text)


def rendition(form: Form, language: str, size: str) -> Rendition:
    """Name the file of `form` in `language` and `size`."""
    return Rendition(form, language, size, _digest(content.folder(), form.slug, form.version, language, size))


@lru_cache(maxsize=512)
def _digest(folder: Path, slug: str, version: int, language: str, size: str) -> str:
    """Fingerprint everything that goes into the file: the words, the fields, and what makes a PDF of them."""
    form = next(form for form in _all(folder) if (form.slug, form.version) == (slug, version))
    made = faces()
    sheet = layout.lay_out(form, language, size, fonts.letters(made), author())
    fields = [asdict(widget) for widget in sheet.widgets.values()]
    parts = json.dumps([sheet.data, fields, made.name, _maker()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()


@lru_cache(maxsize=1)
def _maker() -> str:
    sources = (render.TEMPLATE, Path(render.__file__), Path(widgets.__file__))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def author() -> str:
    """Return who issues the forms."""
    return str(content.site()["municipality"]["name"])


def made(wanted: Rendition) -> bytes:
    """Return the bytes of the empty form."""
    return render.render(wanted.form, wanted.language, wanted.size, faces(), author())


def filled(answers: Answers, language: str, size: str) -> bytes:
    """Return the form with the answers in it. Nothing is kept."""
    return render.render(answers.form, language, size, faces(), author(), answers)


def facts(data: bytes) -> Facts:
    """Measure a file."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return Facts(len(data), len(document.pages))
