"""The editors' pages: drafts, texts due for review, unanswered searches, and all services with their versions."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import StaffIdentity, current_staff, require_role
from app.core.i18n import gettext as _
from app.editing import actions, differences, queries, readability, words
from app.editing.check_context import check_context
from app.editing.checks import problems
from app.editing.forms import KeywordForm, MeasureForm, NewServiceForm, VersionForm
from app.editing.words import REFUSALS
from app.knowledge import queries as knowledge
from app.knowledge.library import Service, library

blueprint = Blueprint("editing", __name__, url_prefix="/tudastar")
blueprint.context_processor(words.names)


@blueprint.get("")
@require_role("editor", "supervisor")
def overview() -> ResponseReturnValue:
    """List everything that needs an editor, each entry with its next step."""
    drafts = queries.active_drafts()
    return render_template(
        "editing/overview.html",
        drafts=drafts,
        draft_of={draft.service: draft for draft in drafts},
        titles=queries.titles([draft.service for draft in drafts]),
        review=knowledge.review(),
        days=knowledge.DUE_SOON.days,
        unanswered=knowledge.unanswered(),
    )


@blueprint.get("/ugyek")
@require_role("editor", "supervisor")
def services() -> ResponseReturnValue:
    """List every service with the version that citizens read."""
    drafts = {draft.service: draft for draft in queries.active_drafts()}
    services = library().services
    new = queries.titles([slug for slug in drafts if slug not in services])
    return render_template("editing/services.html", services=services.values(), drafts=drafts, new=new)


@blueprint.route("/ugyek/uj", methods=["GET", "POST"])
@require_role("editor", "supervisor")
def new_service() -> ResponseReturnValue:
    """Create the draft of a new service."""
    form = NewServiceForm()
    if form.validate_on_submit():
        try:
            draft_id = actions.start_new(
                signed_in_staff(), str(form.title.data), form.address, form.life_situations.data or []
            )
            return redirect(url_for("editing_drafts.draft", draft_id=draft_id), 303)
        except actions.DraftRefusedError as refused:
            form.slug.errors = [str(REFUSALS[refused.reason])]
    errors = form.error_list()
    return make_response(render_template("editing/new.html", form=form, errors=errors), 422 if errors else 200)


@blueprint.get("/hibak")
@require_role("editor", "supervisor")
def check() -> ResponseReturnValue:
    """Check every published text for problems: broken links, expired forms and dates, easy texts that are hard."""
    context = check_context()
    found = [
        (service, named)
        for service in library().services.values()
        if (text := queries.text(service.slug, service.edition)) and (named := problems(text, context))
    ]
    return render_template("editing/check.html", found=found)


@blueprint.get("/ugyek/<slug>")
@require_role("editor", "supervisor")
def service(slug: str) -> ResponseReturnValue:
    """Show one service with its draft and its versions."""
    service = _service(slug)
    return render_template(
        "editing/service.html",
        service=service,
        draft=queries.active_draft(slug),
        versions=queries.versions(slug),
        version_form=VersionForm(),
        readable=slug in library().services,
    )


@blueprint.post("/ugyek/<slug>/tervezet")
@require_role("editor", "supervisor")
def start(slug: str) -> ResponseReturnValue:
    """Create a draft from a version, or open the active one."""
    _service(slug)
    form = VersionForm()
    if not form.validate():
        abort(400)
    there = queries.active_draft(slug)
    try:
        draft_id = actions.start(signed_in_staff(), slug, form.version.data or 0)
    except actions.DraftRefusedError:
        abort(404)
    if there:
        flash(_("This matter has a draft already: here it is."))
    return redirect(url_for("editing_drafts.draft", draft_id=draft_id), 303)


@blueprint.get("/ugyek/<slug>/elteres")
@require_role("editor", "supervisor")
def compare(slug: str) -> ResponseReturnValue:
    """Show the differences between two versions of a service, by default the newest two."""
    service = _service(slug)
    versions = queries.versions(slug)
    numbers = [version.number for version in versions]
    newer = _number("ig", numbers, numbers[0])
    older = _number("tol", numbers, numbers[min(1, len(numbers) - 1)])
    before, after = queries.text(slug, older), queries.text(slug, newer)
    changes = differences.changes(before, after) if before and after else []
    return render_template(
        "editing/compare.html", service=service, versions=versions, older=older, newer=newer, changes=changes
    )  # fmt: skip


def _number(name: str, known: list[int], usual: int) -> int:
    asked = request.args.get(name, usual, type=int)
    return asked if asked in known else usual


@blueprint.post("/ugyek/<slug>/valtozatok/<int:number>/lemondas")
@require_role("editor", "supervisor")
def cancel(slug: str, number: int) -> ResponseReturnValue:
    """Cancel a planned version."""
    _service(slug)
    try:
        actions.cancel(signed_in_staff(), slug, number)
        flash(_("Version %(number)s is called off.", number=number))
    except actions.DraftRefusedError as refused:
        flash(str(REFUSALS[refused.reason]))
    return redirect(url_for("editing.service", slug=slug), 303)


@blueprint.route("/keresesek/<int:search_id>", methods=["GET", "POST"])
@require_role("editor", "supervisor")
def search(search_id: int) -> ResponseReturnValue:
    """Add the words of an unanswered search to the keywords of a service."""
    asked = queries.asked(search_id) or abort(404)
    form = KeywordForm(phrase=asked.text)
    errors: list[dict[str, str]] = []
    if form.is_submitted():
        if form.validate() and form.service.data in library().services:
            return _add(form, search_id, asked.language)
        errors = form.error_list() or [{"text": _("Choose a matter"), "href": "#service"}]
    page = render_template(
        "editing/search.html", asked=asked, form=form, errors=errors
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)


def _add(form: KeywordForm, search_id: int, language: str) -> ResponseReturnValue:
    try:
        draft_id = actions.add_keyword(signed_in_staff(), form.service.data, language, form.phrase.data)
    except actions.DraftRefusedError as refused:
        flash(str(REFUSALS[refused.reason]))
        return redirect(url_for("editing.search", search_id=search_id), 303)
    actions.settle(signed_in_staff(), search_id)
    flash(_("The words are in the draft. Citizens find the matter by them once it is published."))
    return redirect(url_for("editing_drafts.draft", draft_id=draft_id), 303)


@blueprint.post("/keresesek/<int:search_id>/elintezve")
@require_role("editor", "supervisor")
def settle(search_id: int) -> ResponseReturnValue:
    """Remove an unanswered search that needs no change from the list."""
    actions.settle(signed_in_staff(), search_id)
    flash(_("The search is off the list."))
    return redirect(url_for("editing.overview"), 303)


@blueprint.route("/konnyen-ertheto", methods=["GET", "POST"])
@require_role("editor", "supervisor")
def measure() -> ResponseReturnValue:
    """Measure how easy any Hungarian text is to read."""
    form = MeasureForm()
    errors = form.error_list() if form.is_submitted() and not form.validate() else []
    reading = readability.measure(form.text.data or "") if form.is_submitted() and not errors else None
    page = render_template("editing/measure.html", form=form, errors=errors, reading=reading)
    return make_response(page, 422 if errors else 200)


@blueprint.post("/konnyen-ertheto/mero")
@require_role("editor", "supervisor")
def meter() -> ResponseReturnValue:
    """Return the readability panel alone, for the page's script."""
    form = MeasureForm()
    if not form.validate():
        return Response(status=422)
    return render_template("editing/meter.html", reading=readability.measure(form.text.data or ""))


def signed_in_staff() -> StaffIdentity:
    """Return the signed-in member of staff; abort with 403 when there is none."""
    return current_staff() or abort(403)


def _service(slug: str) -> Service:
    return queries.known(slug) or abort(404)
