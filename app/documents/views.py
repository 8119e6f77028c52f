"""Pages: the forms, one form, and filling it in. What a citizen types is answered with a file and kept nowhere."""

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
from app.documents.answers import Answers, Fault, Typed, applies, read, shown_rows
from app.documents.checks import visible
from app.documents.definition import Form
from app.documents.queries import SIZES, Facts, Rendition
from app.documents.questions import sections

blueprint = Blueprint("documents", __name__, url_prefix="/urlapok")

PDF = "application/pdf"
ADD = "add-"


class Inputs:
    """What was sent, as the page's macros read it: `typed(name)` is the first value, `typed.all(name)` all of them."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed

    def __call__(self, name: str) -> str:
        """Return what stands in an input."""
        values = self.typed.get(name)
        return values[0] if values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value that was sent under `name`."""
        return tuple(self.typed.get(name, ()))


@dataclass(frozen=True)
class Download:
    """A link to a file."""

    rendition: Rendition
    facts: Facts


@blueprint.get("")
def forms() -> str:
    """List the forms."""
    return render_template("documents/forms.html", forms=queries.forms())


@blueprint.get("/<slug>")
def form(slug: str) -> str:
    """Say what a form is for, and offer it."""
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
    """Give the empty form in the page's language."""
    rendition = queries.rendition(_found(slug), lang(), size)
    response = _file(actions.file(rendition), rendition, "inline", rendition.filename)
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(rendition.digest)
    return response.make_conditional(request)


@blueprint.route("/<slug>/kitoltes", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def fill(slug: str) -> str | Response | tuple[str, int]:
    """Fill a form in: write, check, take the file."""
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
    answers = read(found, typed, queries.lacks)
    if answers.faults:
        return _questions(found, typed, answers), 422
    return _filled(answers, step) if step in SIZES else _check(answers)


def _found(slug: str) -> Form:
    return queries.form(slug) or abort(404)


def _add_row(form: Form, name: str, typed: dict[str, list[str]]) -> None:
    for entry in form.fields:
        if entry.type == "table" and entry.id == name:
            typed[f"{name}-rows"] = [str(shown_rows(entry, typed) + 1)]


def _questions(form: Form, typed: Typed, answers: Answers | None = None) -> str:
    faults = answers.faults if answers else ()
    return render_template(
        "documents/fill.html",
        form=form,
        sections=sections(form, content.folder()),
        fields=_fields(form, typed, faults) if typed else _empty_fields(form),
        summary=[{"href": f"#{fault.target}", "text": fault.message} for fault in faults],
        errors=bool(faults),
    )


def _fields(form: Form, typed: Typed, faults: Iterable[Fault] = ()) -> Markup:
    tables = {entry.id: entry for entry in form.fields if entry.type == "table"}
    drawn = render_template(
        "documents/sections.html",
        sections=sections(form, content.folder()),
        typed=Inputs(typed),
        faults={fault.name: fault.message for fault in faults},
        rows=lambda question: shown_rows(tables[question.id], typed),
    )
    return Markup(drawn)  # noqa: S704 - a rendered template, escaped there


def _empty_fields(form: Form) -> Markup:
    """Draw the questions of a form that nobody has begun, once for each language."""
    kept: dict[tuple[str, int, str], Markup] = current_app.extensions.setdefault("documents_empty_fields", {})
    key = (form.slug, form.version, lang())
    if key not in kept:
        kept[key] = _fields(form, {})
    return kept[key]


def _check(answers: Answers) -> Response:
    """Show everything once more, and what to do next; the answers travel on in the page itself."""
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
    data = queries.filled(answers, lang(), size)
    response = _file(data, rendition, "attachment", f"{answers.form.slug}-{ending}.pdf")
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(data: bytes, rendition: Rendition, disposition: str, name: str) -> Response:
    response = make_response(data)
    response.mimetype = PDF
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response.headers["Content-Language"] = ", ".join(rendition.languages)
    return response
