"""Decides in which words a colleague's presence is said."""

from __future__ import annotations

from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.presence.queries import Present

REASONS = {"break": _l("Break"), "papers": _l("Paperwork"), "call": _l("Telephone call"), "training": _l("Training")}
# How many conversations at once one may say to take.
LIMITS = (1, 2, 3, 4, 5, 6)


def label(there: Present | None) -> str:
    """Say whether somebody takes conversations now."""
    if there is None:
        return _("not at the desk")
    if there.state == "paused":
        return _("paused: %(reason)s", reason=str(REASONS[there.reason or "break"]).lower())
    return _("available")
