"""Staff pages: one's own passkeys; for supervisors also people and the audit log."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import actions, queries
from app.accounts.access import require_role, signed_in
from app.accounts.forms import InviteForm, NewPasskeyForm, RoleForm
from app.accounts.models import Role
from app.accounts.passkeys import relying_party
from app.accounts.views import (
    blueprint,
    default_label,
    new_passkey_options,
    refusal_lines,
    sent_credential,
    taken_challenge,
)
from app.accounts.words import REFUSALS, explain, role_name
from app.core import audit as log
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.security import limiter
from app.core.settings import settings

__all__ = ["blueprint"]


@blueprint.route("/kulcsaim", methods=["GET", "POST"])
@require_role()
def passkeys() -> ResponseReturnValue:
    """Show one's own passkeys; add one more."""
    staff = signed_in()
    form = NewPasskeyForm()
    refusal = ""
    if form.is_submitted() and form.validate():
        try:
            label = form.label.data or default_label(staff.id)
            actions.add_passkey(staff, taken_challenge(), sent_credential(form), label)
            flash(_("The passkey “%(label)s” has been added.", label=label))
            return redirect(url_for("accounts.passkeys"), 303)
        except actions.RefusedError as refused:
            refusal = str(REFUSALS[refused.reason])
    errors = form.error_list() or refusal_lines(refusal)
    page = render_template(
        "accounts/passkeys.html",
        form=form, errors=errors, passkeys=queries.passkeys(staff.id), place=relying_party(settings().address),
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)


@blueprint.post("/kulcsaim/kihivas")
@limiter.limit("30 per minute")
@require_role()
def passkey_options() -> ResponseReturnValue:
    """Return the options for making a passkey for the person who is signed in."""
    return new_passkey_options(_person_or_404(signed_in().id).staff)


@blueprint.post("/kulcsaim/<int:passkey_id>/torles")
@require_role()
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Remove one's own passkey, unless it is the last."""
    try:
        label = actions.remove_passkey(signed_in(), passkey_id)
    except actions.LastPasskeyError:
        flash(_("This is your last passkey: without it you could not sign in. Add another one first."))
    else:
        if label is None:
            abort(404)
        flash(_("The passkey “%(label)s” has been removed.", label=label))
    return redirect(url_for("accounts.passkeys"), 303)


@blueprint.get("/munkatarsak")
@require_role(Role.SUPERVISOR)
def people() -> ResponseReturnValue:
    """List everyone who works here."""
    return render_template("accounts/people.html", people=queries.people())


@blueprint.route("/munkatarsak/uj", methods=["GET", "POST"])
@require_role(Role.SUPERVISOR)
def invite() -> ResponseReturnValue:
    """Invite a person; their link is shown once."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            token = actions.invite(signed_in().actor, form.name.data, form.role.data)
            return _show_link(form.name.data, token)
        except actions.NameTakenError:
            form.name.errors = [_("A person of this name is on the list already. Add something that tells them apart.")]
    errors = form.error_list()
    return make_response(render_template("accounts/invite.html", form=form, errors=errors), 422 if errors else 200)


@blueprint.get("/munkatarsak/<int:staff_id>")
@require_role(Role.SUPERVISOR)
def person(staff_id: int) -> ResponseReturnValue:
    """Show one person and what a supervisor can do for them."""
    found = _person_or_404(staff_id)
    return _person_page(found, RoleForm(role=found.staff.role))


def _person_page(found: queries.Person, form: RoleForm) -> ResponseReturnValue:
    errors = form.error_list()
    page = render_template("accounts/person.html", person=found, me=signed_in(), form=form, errors=errors)
    return make_response(page, 422 if errors else 200)


@blueprint.post("/munkatarsak/<int:staff_id>/szerepkor")
@require_role(Role.SUPERVISOR)
def change_role(staff_id: int) -> ResponseReturnValue:
    """Change a person's role."""
    found, form = _person_or_404(staff_id), RoleForm()
    if not found.staff.active:
        abort(404)
    if form.validate():
        try:
            actions.change_role(signed_in().actor, staff_id, form.role.data)
        except actions.LastSupervisorError:
            form.role.errors = [_("This is the last supervisor. Give this role to somebody else first.")]
        else:
            flash(_("The role of %(name)s is now: %(role)s.", name=found.staff.name, role=role_name(form.role.data)))
            # A person who gave up the role may not open this page any more.
            stays = staff_id != signed_in().id or form.role.data == Role.SUPERVISOR
            return redirect(url_for("accounts.person", staff_id=staff_id) if stays else url_for("accounts.home"), 303)
    return _person_page(found, form)


@blueprint.post("/munkatarsak/<int:staff_id>/meghivo")
@require_role(Role.SUPERVISOR)
def invite_again(staff_id: int) -> ResponseReturnValue:
    """Make a new link for a person who lost the link, or every passkey."""
    found = _person_or_404(staff_id)
    if not found.staff.active:
        abort(404)
    return _show_link(found.staff.name, actions.invite_again(signed_in().actor, staff_id))


@blueprint.post("/munkatarsak/<int:staff_id>/kileptetes")
@require_role(Role.SUPERVISOR)
def end_sessions(staff_id: int) -> ResponseReturnValue:
    """Sign a person out everywhere."""
    return _apply(actions.end_sessions, staff_id, _l("All sessions of %(name)s have ended."))


@blueprint.post("/munkatarsak/<int:staff_id>/kikapcsolas")
@require_role(Role.SUPERVISOR)
def deactivate(staff_id: int) -> ResponseReturnValue:
    """Switch off a person's access."""
    done = _l("The access of %(name)s is switched off, and their sessions have ended.")
    try:
        return _apply(actions.deactivate, staff_id, done)
    except actions.OwnAccountError:
        return _back(staff_id, _("You cannot switch off your own access. Ask another supervisor."))


@blueprint.post("/munkatarsak/<int:staff_id>/bekapcsolas")
@require_role(Role.SUPERVISOR)
def reactivate(staff_id: int) -> ResponseReturnValue:
    """Switch a person's access on again."""
    return _apply(actions.reactivate, staff_id, _l("The access of %(name)s is switched on."))


@blueprint.get("/naplo")
@require_role(Role.SUPERVISOR)
def audit() -> ResponseReturnValue:
    """Show the audit log, the newest entries first; of one person if asked."""
    people = queries.people()
    asked = request.args.get("munkatars", "")
    staff_id = next((person.staff.id for person in people if str(person.staff.id) == asked), None)
    shown = queries.audit_page(staff_id, request.args.get("oldal", 1, type=int))
    names = queries.names() | {queries.COMMAND_LINE: _("Command line"), queries.NOBODY: _("Unknown person")}
    return render_template(
        "accounts/audit.html",
        shown=shown, names=names, words=log.words, explain=explain, chosen=staff_id, people=people,
    )  # fmt: skip


def _person_or_404(staff_id: int) -> queries.Person:
    return queries.person(staff_id) or abort(404)


def _apply(act: Callable[[str, int], None], staff_id: int, sentence: object) -> ResponseReturnValue:
    name = _person_or_404(staff_id).staff.name
    act(signed_in().actor, staff_id)
    return _back(staff_id, str(sentence) % {"name": name})


def _back(staff_id: int, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("accounts.person", staff_id=staff_id), 303)


def _show_link(name: str, token: str) -> ResponseReturnValue:
    # Shown in the response of the POST: the token is not stored, so no page could show it again.
    address = settings().address + url_for("accounts.invitation", token=token)
    return render_template("accounts/link.html", name=name, address=address, hours=settings().invite_hours)
