"""Pages: the list of forms, one form, and filling it in. Answers go into the downloaded file and are not stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, make_response, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.core import content
from app.core.i18n import gettext as _
from app.core.i18n import lang
from app.core.security import limiter
from app.documents import actions, queries, wording
from app.documents.answers import AnswerError, Answers, SubmittedValues, applies, read, shown_rows
from app.documents.checks import visible
from app.documents.definition import FormDefinition
from app.documents.queries import SIZES, FileFacts, Rendition
from app.documents.questions import sections

blueprint = Blueprint("documents", __name__, url_prefix="/urlapok")

PDF = "application/pdf"
ADD = "add-"


class Inputs:
    """Submitted values for the page's macros: `typed(name)` is the first value, `typed.all(name)` all of them."""

    def __init__(self, typed: SubmittedValues) -> None:
        self.typed = typed

    def __call__(self, name: str) -> str:
        """Return the value of an input, or an empty string."""
        values = self.typed.get(name)
        return values[0] if values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return all submitted values of `name`."""
        return tuple(self.typed.get(name, ()))


@dataclass(frozen=True)
class Download:
    """A download link: the rendition and the facts about its file."""

    rendition: Rendition
    facts: FileFacts


@blueprint.get("")
def forms() -> str:
    """List the forms."""
    return render_template("documents/forms.html", forms=queries.forms())


@blueprint.get("/<slug>")
def form(slug: str) -> str:
    """Show what a form is for, with its downloads."""
    found = _found(slug)
    languages = [lang()] if lang() == "hu" else [lang(), "hu"]
    renditions = [queries.rendition(found, language, size) for language in languages for size in SIZES]
    return render_template(
        "documents/form.html",
        form=found,
        downloads=[Download(rendition, actions.facts(rendition)) for rendition in renditions],
        who={paper.id: wording.who_attaches(found, paper, lang()) for paper in found.attachments},
    )


@blueprint.get("/<slug>/<any(" + ",".join(SIZES) + "):size>.pdf")
def pdf(slug: str, size: str) -> Response:
    """Send the empty form in the page's language as a PDF."""
    rendition = queries.rendition(_found(slug), lang(), size)
    response = _file(actions.file(rendition), rendition, "inline", rendition.filename)
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(rendition.digest)
    return response.make_conditional(request)


@blueprint.route("/<slug>/kitoltes", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def fill(slug: str) -> str | Response | tuple[str, int]:
    """Fill in a form in steps: answer, check, download."""
    found = _found(slug)
    if request.method != "POST":
        return _questions(found, {})
    typed: dict[str, list[str]] = {name: [visible(v) for v in request.form.getlist(name)] for name in request.form}
    step = request.form.get("step", "")
    if step.startswith(ADD):
        _add_row(found, step.removeprefix(ADD), typed)
        return _questions(found, typed)
    if step == "edit":
        return _questions(found, typed)
    answers = read(found, typed, queries.unprintable_letters)
    if answers.errors:
        return _questions(found, typed, answers), 422
    return _filled(answers, step) if step in SIZES else _check(answers)


def _found(slug: str) -> FormDefinition:
    return queries.form(slug) or abort(404)


def _add_row(form: FormDefinition, name: str, typed: dict[str, list[str]]) -> None:
    for entry in form.fields:
        if entry.type == "table" and entry.id == name:
            typed[f"{name}-rows"] = [str(shown_rows(entry, typed) + 1)]


def _questions(form: FormDefinition, typed: SubmittedValues, answers: Answers | None = None) -> str:
    answer_errors = answers.errors if answers else ()
    return render_template(
        "documents/fill.html",
        form=form,
        sections=sections(form, content.folder()),
        fields=_fields(form, typed, answer_errors) if typed else _empty_fields(form),
        summary=[{"href": f"#{error.target}", "text": error.message} for error in answer_errors],
        errors=bool(answer_errors),
    )


def _fields(form: FormDefinition, typed: SubmittedValues, answer_errors: Iterable[AnswerError] = ()) -> Markup:
    tables = {entry.id: entry for entry in form.fields if entry.type == "table"}
    drawn = render_template(
        "documents/sections.html",
        sections=sections(form, content.folder()),
        typed=Inputs(typed),
        answer_errors={error.name: error.message for error in answer_errors},
        rows=lambda question: shown_rows(tables[question.id], typed),
    )
    return Markup(drawn)  # noqa: S704 - a rendered template, escaped there


def _empty_fields(form: FormDefinition) -> Markup:
    """Return the questions of an empty form as HTML, rendered once for each language."""
    kept: dict[tuple[str, int, str], Markup] = current_app.extensions.setdefault("documents_empty_fields", {})
    key = (form.slug, form.version, lang())
    if key not in kept:
        kept[key] = _fields(form, {})
    return kept[key]


def _check(answers: Answers) -> Response:
    """Return the page that shows all answers and the next steps; hidden fields carry the answers on."""
    attach = [paper for paper in answers.form.attachments if applies(paper.show_if, answers.choices)]
    sent = {name: values for name, values in answers.typed.items() if name not in {"csrf_token", "step"}}
    kept = [(name, value) for name, values in sent.items() for value in values]
    page = render_template(
        "documents/check.html",
        form=answers.form,
        answers=answers,
        sections=sections(answers.form, content.folder()),
        attach=attach,
        who={paper.id: wording.who_attaches(answers.form, paper, lang()) for paper in attach if not paper.show_if},
        kept=kept,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _filled(answers: Answers, size: str) -> Response:
    rendition = queries.rendition(answers.form, lang(), size)
    ending = _("filled-in")
    data = queries.filled_pdf(answers, lang(), size)
    response = _file(data, rendition, "attachment", f"{answers.form.slug}-{ending}.pdf")
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(data: bytes, rendition: Rendition, disposition: str, name: str) -> Response:
    response = make_response(data)
    response.mimetype = PDF
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response.headers["Content-Language"] = ", ".join(rendition.languages)
    return response
