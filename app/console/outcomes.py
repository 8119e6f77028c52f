"""The names of topics and outcomes that staff choose from when they end a conversation."""

from __future__ import annotations

from app.core.i18n import lazy as _l
from app.core.i18n import localized
from app.knowledge.library import library

OTHER = "other"
NAMES = {
    "answered": _l("The question was answered"),
    "form": _l("A form or a list was sent"),
    "booked": _l("A visit was booked"),
    "referred": _l("The citizen was told where to turn"),
    "task": _l("A task was made for a colleague"),
    "no-answer": _l("It could not be answered, or the citizen has gone"),
}


def topic_choices() -> list[tuple[str, str]]:
    """Return the topics as form choices: the life situations of the content, and another matter."""
    known = [(one.slug, str(localized(one.title))) for one in library().situations.values()]
    return [*known, (OTHER, str(_l("Another matter")))]
