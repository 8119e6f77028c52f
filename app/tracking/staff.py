"""Staff look a contact up by the reference that a citizen says; they see its parts, and nothing of what was written."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.access import current_staff, require_role
from app.accounts.queries import StaffIdentity
from app.contacts import keys, queries
from app.core import audit
from app.core.db import transaction
from app.core.i18n import lazy as _l
from app.core.security import limiter

blueprint = Blueprint("tracking_staff", __name__, url_prefix="/megkereses")

LOOK_UP = audit.action("contact.look-up", _l("Contact looked up by its reference"))


@blueprint.get("")
@require_role("helper", "operator", "supervisor")
@limiter.limit("120 per hour")
def look_up() -> ResponseReturnValue:
    """Show the parts of the contact that a reference, or the code of a visit, names."""
    typed = keys.normalised(request.args.get("azonosito", ""))
    contact = queries.by_reference(typed) if typed else None
    if contact:
        with transaction():
            audit.record(cast(StaffIdentity, current_staff()).actor, LOOK_UP, f"contact:{contact.reference}")
    page = render_template(
        "tracking/look-up.html", typed=typed, contact=contact, parts=queries.parts(contact.id) if contact else []
    )
    return page, 404 if typed and not contact else 200
