"""Pages of a draft: edit, compare, review, publish, and a preview of the citizens' page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import require_role
from app.core import clock, languages
from app.core.i18n import gettext as _
from app.core.i18n import lang
from app.core.languages import MASTER
from app.editing import actions, differences, fields, queries, readability, words
from app.editing.check_context import check_context
from app.editing.checks import EASY, plain, problems
from app.editing.differences import flat
from app.editing.forms import (
    DATA_FIELDS,
    TEXT_FIELDS,
    DataForm,
    PartForm,
    PublishForm,
    SendBackForm,
    SubmitForm,
    text_form,
)
from app.editing.models import DraftSave
from app.editing.queries import LoadedDraft
from app.editing.staff import signed_in_staff
from app.editing.words import REFUSALS
from app.knowledge import service_page as citizens_page
from app.knowledge.library import Service, library
from app.knowledge.manuscript import DATA, Part

blueprint = Blueprint("editing_drafts", __name__, url_prefix="/tudastar/tervezetek")
preview_blueprint = Blueprint("editing_preview", __name__)
blueprint.context_processor(words.names)


@blueprint.get("/<int:draft_id>")
@require_role("editor", "supervisor")
def draft(draft_id: int) -> ResponseReturnValue:
    """Show a draft: its parts, its problems, and the next step."""
    return _page(_load_draft(draft_id))


def _page(work: LoadedDraft, **given: Any) -> ResponseReturnValue:
    refused = given.pop("refused", "")
    forms = {
        "submit_form": SubmitForm(formdata=None, note=work.draft.note),
        "send_back_form": SendBackForm(formdata=None),
        "publish_form": PublishForm(formdata=None, takes_effect=clock.today().isoformat(), seal=work.seal),
        **given,
    }
    errors = [line for form in forms.values() for line in form.error_list()]
    errors += [{"text": str(REFUSALS[refused]), "href": "#state"}] if refused else []
    planned = [one for one in queries.versions(work.draft.service) if one.state == queries.VersionState.PLANNED]
    shown = render_template(
        "editing/draft.html", work=work, service=_service(work), me=signed_in_staff(), planned=planned,
        problems=problems(work.manuscript, check_context()), reading=_reading(work.manuscript.get(EASY)),
        changes=len(_changes(work)), errors=errors, **forms,
    )  # fmt: skip
    return make_response(shown, 422 if errors else 200)


def _reading(part: Part | None) -> readability.Reading | None:
    return readability.measure(plain(part)) if part else None


def _changes(work: LoadedDraft) -> list[differences.FieldChange]:
    before = {} if work.new else queries.text(work.draft.service, work.draft.based_on)
    return differences.changes(before, work.manuscript) if before is not None else []


@blueprint.route(f"/<int:draft_id>/{DATA}", methods=["GET", "POST"], defaults={"part": DATA})
@blueprint.route("/<int:draft_id>/<language:part>", methods=["GET", "POST"])
@require_role("editor", "supervisor")
def edit(draft_id: int, part: str) -> ResponseReturnValue:
    """Edit one part of a draft, with another reading variant beside it."""
    work = _load_draft(draft_id)
    there = work.saves.get(part) or abort(404)
    form = _form(part, there)
    if not form.is_submitted():
        return _edit_page(work, there, form)
    sound = form.validate()
    content = _content(form, there)
    if not sound or request.form.get("do") == "check":
        return _edit_page(work, there, form, measured=content)
    try:
        actions.save(signed_in_staff(), draft_id, part, form.seen, content)
    except actions.SaveConflictError as conflict:
        return _save_conflict(work, form, content, conflict.theirs)
    except actions.DraftRefusedError as refused:
        return _edit_page(work, there, form, refused=refused.reason)
    flash(_("The draft is saved."))
    return redirect(url_for("editing_drafts.edit", draft_id=draft_id, part=part, mellette=_beside(part)), 303)


def _save_conflict(work: LoadedDraft, form: PartForm, content: Part, theirs: DraftSave) -> ResponseReturnValue:
    """Show a save conflict: the editor's text stays in the form, and saving again overwrites the other one."""
    their_changes = differences.changes({theirs.part: theirs.content}, {theirs.part: content})
    form.revision.data = str(theirs.revision)
    return _edit_page(work, theirs, form, measured=content, conflicting_save=theirs, their_changes=their_changes)


def _form(part: str, there: DraftSave) -> PartForm:
    known = {**flat(there.content), "revision": there.revision}
    if part == DATA:
        lists = {name: there.content[name] for name in ("life_situations", "forms")}
        return DataForm(data={**known, **lists})
    return text_form(part)(data=known)


def _content(form: PartForm, there: DraftSave) -> Part:
    if isinstance(form, DataForm):
        return fields.data_part(form.texts(), form.chosen(), there.content)
    return fields.text_part(form.texts(), there.content)


def _beside(part: str) -> str:
    asked = request.values.get("mellette", "")
    if languages.is_known(asked) and asked != part:
        return asked
    if part == DATA:
        return ""
    return MASTER if part != MASTER else languages.easy_variant(part)


def _edit_page(
    work: LoadedDraft, there: DraftSave, form: PartForm, *, refused: str = "", measured: Part | None = None, **more: Any
) -> ResponseReturnValue:
    beside = _beside(there.part)
    errors = form.error_list()
    errors += [{"text": str(REFUSALS[refused]), "href": "#main"}] if refused else []
    if "conflicting_save" in more:
        errors += [{"text": _("Somebody has saved this part before you. Nothing is lost."), "href": "#apart"}]
    measures = there.part == EASY
    shown = render_template(
        "editing/edit.html", work=work, part=there.part, form=form, errors=errors, beside=beside,
        field_order=DATA_FIELDS if there.part == DATA else TEXT_FIELDS,
        other=flat(work.manuscript[beside]) if beside in work.manuscript else {},
        languages_beside=[name for name in languages.tags() if name != there.part and name in work.manuscript],
        reading=_reading(measured or there.content) if measures else None,
        service=_service(work), **more,
    )  # fmt: skip
    return make_response(shown, 409 if "conflicting_save" in more else 422 if errors else 200)


@blueprint.get("/<int:draft_id>/elteres")
@require_role("editor", "supervisor")
def changes(draft_id: int) -> str:
    """Show how a draft differs from the version that it was created from."""
    work = _load_draft(draft_id)
    service = _service(work)
    return render_template("editing/changes.html", work=work, service=service, changes=_changes(work))


@blueprint.get("/<int:draft_id>/szintek")
@require_role("editor", "supervisor")
def levels(draft_id: int) -> str:
    """Show the reading variants side by side, with the readability of the easy one."""
    work = _load_draft(draft_id)
    shown = [name for name in languages.tags() if name in work.manuscript]
    return render_template(
        "editing/levels.html", work=work, languages_shown=shown, service=_service(work),
        texts={name: flat(work.manuscript[name]) for name in shown}, field_order=TEXT_FIELDS,
        reading=_reading(work.manuscript.get(EASY)),
    )  # fmt: skip


@blueprint.post("/<int:draft_id>/ellenorzesre")
@require_role("editor", "supervisor")
def submit(draft_id: int) -> ResponseReturnValue:
    """Submit a draft for review."""
    work, form = _load_draft(draft_id), SubmitForm()
    if not form.validate():
        return _page(work, submit_form=form)
    try:
        actions.submit(signed_in_staff(), draft_id, form.note.data, check_context())
    except actions.DraftRefusedError as refused:
        return _page(work, submit_form=form, refused=refused.reason)
    return _done(draft_id, _("The draft waits for a second pair of eyes."))


@blueprint.post("/<int:draft_id>/visszavetel")
@require_role("editor", "supervisor")
def take_back(draft_id: int) -> ResponseReturnValue:
    """Withdraw a draft from review."""
    work = _load_draft(draft_id)
    try:
        actions.take_back(signed_in_staff(), draft_id)
    except actions.DraftRefusedError as refused:
        return _page(work, refused=refused.reason)
    return _done(draft_id, _("You can write in the draft again."))


@blueprint.post("/<int:draft_id>/visszakuldes")
@require_role("editor", "supervisor")
def send_back(draft_id: int) -> ResponseReturnValue:
    """Send a draft back to its authors."""
    work, form = _load_draft(draft_id), SendBackForm()
    if not form.validate():
        return _page(work, send_back_form=form)
    try:
        actions.send_back(signed_in_staff(), draft_id, form.remark.data)
    except actions.DraftRefusedError as refused:
        return _page(work, send_back_form=form, refused=refused.reason)
    return _done(draft_id, _("The draft is sent back with your remark."))


@blueprint.post("/<int:draft_id>/kozzetetel")
@require_role("editor", "supervisor")
def publish(draft_id: int) -> ResponseReturnValue:
    """Publish a reviewed draft from the given day on."""
    work, form = _load_draft(draft_id), PublishForm()
    day = fields.day(form.takes_effect.data)
    if not form.validate() or day is None:
        return _page(work, publish_form=form)
    try:
        number = actions.publish(signed_in_staff(), draft_id, str(form.seal.data), day, check_context())
    except actions.DraftRefusedError as refused:
        # The page shows the text as it is now, so the form gets the hash of that text.
        now = PublishForm(formdata=None, takes_effect=form.takes_effect.data, seal=_load_draft(draft_id).seal)
        return _page(_load_draft(draft_id), publish_form=now, refused=refused.reason)
    flash(_("Version %(number)s is published.", number=number))
    return redirect(url_for("editing.service", slug=work.draft.service), 303)


@blueprint.post("/<int:draft_id>/elvetes")
@require_role("editor", "supervisor")
def discard(draft_id: int) -> ResponseReturnValue:
    """Discard a draft."""
    work = _load_draft(draft_id)
    try:
        actions.discard(signed_in_staff(), draft_id)
    except actions.DraftRefusedError as refused:
        return _page(work, refused=refused.reason)
    flash(_("The draft is discarded."))
    if work.new:
        return redirect(url_for("editing.services"), 303)
    return redirect(url_for("editing.service", slug=work.draft.service), 303)


@preview_blueprint.get("/elonezet/<int:draft_id>")
@require_role("editor", "supervisor")
def preview(draft_id: int) -> ResponseReturnValue:
    """Show the citizens' page of a draft, with reading aloud."""
    work = _load_draft(draft_id)
    levels = {
        name: url_for("editing_preview.preview", draft_id=draft_id, lang=name)
        for name in languages.reading_levels(lang())
    }
    drawn = citizens_page.render(queries.as_service(work), library(), "editing/preview.html", levels, draft_id=draft_id)
    shown = make_response(drawn)
    shown.headers["Cache-Control"] = "no-store"
    return shown


def _done(draft_id: int, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("editing_drafts.draft", draft_id=draft_id), 303)


def _load_draft(draft_id: int) -> LoadedDraft:
    found = queries.load_draft(draft_id)
    # A service that was removed from the content folder can no longer be edited; a new one can before it is published.
    if found is None or not (found.new or queries.known(found.draft.service)):
        abort(404)
    return found


def _service(work: LoadedDraft) -> Service:
    return queries.known(work.draft.service) or queries.as_service(work)
