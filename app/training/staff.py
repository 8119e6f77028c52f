"""The pages of the training: choose a script, and see how a rehearsal went. The rehearsal itself is at the desk."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import require_role, signed_in
from app.conversations import queries as conversations
from app.conversations.queries import ANSWERING
from app.core.i18n import gettext as _
from app.core.i18n import localized
from app.documents import queries as documents
from app.knowledge import queries as knowledge
from app.training import actions, feedback, queries
from app.training.scripts import script, scripts

blueprint = Blueprint("training", __name__, url_prefix="/gyakorlas")


@blueprint.get("")
@require_role(*ANSWERING)
def overview() -> str:
    """List the scripts, and the learner's own rehearsals."""
    return render_template("training/overview.html", scripts=scripts(), rehearsals=queries.own_rehearsals(signed_in()))


@blueprint.post("")
@require_role(*ANSWERING)
def begin() -> ResponseReturnValue:
    """Begin a rehearsal, at the desk."""
    chosen = script(request.form.get("script", ""))
    if chosen is None:
        abort(404)
    public_id = actions.begin(signed_in(), chosen, _("Rehearsal: %(title)s", title=localized(chosen.title)))
    return redirect(url_for("console.conversation_page", public_id=public_id), 303)


@blueprint.get("/<public_id>")
@require_role(*ANSWERING)
def result(public_id: str) -> str:
    """Show how a rehearsal went, or that it still goes on."""
    found = queries.find_rehearsal(signed_in(), public_id) or abort(404)
    talked = feedback.pair_with_script(found.script, conversations.messages(found.conversation.id))
    return render_template(
        "training/result.html", found=found, title=localized(found.script.title), talked=talked, titles=_titles(),
        points=feedback.judge(found.script, talked, found.conversation),
    )  # fmt: skip


def _titles() -> dict[str, tuple[str, str]]:
    """Name what a script may send: title and address, by kind and slug."""
    services = {
        f"service:{one.slug}": (one.variant("hu").title, url_for("knowledge.service", slug=one.slug))
        for one in knowledge.current_services()
    }
    forms = {
        f"form:{one.slug}": (str(localized(one.title, "hu")), url_for("documents.form", slug=one.slug))
        for one in documents.forms()
    }
    return services | forms
