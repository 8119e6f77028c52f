"""What editors look after: withdrawn items, items due soon, and what citizens asked in vain."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.access import require_role
from app.core.i18n import NAMES
from app.knowledge import queries

blueprint = Blueprint("knowledge_staff", __name__, url_prefix="/knowledge")


@blueprint.get("")
@require_role("editor", "supervisor")
def items() -> ResponseReturnValue:
    """List what needs an editor."""
    return render_template(
        "knowledge/items.html",
        review=queries.review(),
        days=queries.DUE_SOON.days,
        unanswered=queries.unanswered(),
        language_names=NAMES,
    )
