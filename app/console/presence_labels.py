"""Say in words whether a colleague is present."""

from __future__ import annotations

from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.presence.models import PauseReason, PresenceState
from app.presence.queries import Present

REASONS = {
    PauseReason.BREAK: _l("Break"), PauseReason.PAPERS: _l("Paperwork"), PauseReason.CALL: _l("Telephone call"),
    PauseReason.TRAINING: _l("Training"),
}  # fmt: skip
# The choices for the number of conversations that a person takes at once.
LIMITS = (1, 2, 3, 4, 5, 6)


def label(there: Present | None) -> str:
    """Return in words whether a person takes conversations now."""
    if there is None:
        return _("not at the desk")
    if there.state == PresenceState.PAUSED:
        return _("paused: %(reason)s", reason=str(REASONS[PauseReason(there.reason or PauseReason.BREAK)]).lower())
    return _("available")
