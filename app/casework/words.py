"""Sentences on a task's state and due day, and the names of the room's audit actions."""

from __future__ import annotations

from app.casework.models import TaskState
from app.core import audit
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l

NOTE = audit.action("conversation.note", _l("Wrote an internal note"))
CREATE = audit.action("task.create", _l("Made a task"))
TAKE = audit.action("task.take", _l("Took a task"))
GIVE_BACK = audit.action("task.give-back", _l("Gave a task back"))
FINISH = audit.action("task.finish", _l("Finished a task"))


def state_sentence(state: str, assignee: str) -> str:
    """Return a sentence on a task's state."""
    if state == TaskState.OPEN:
        return _("Nobody has it yet")
    if state == TaskState.TAKEN:
        return _("%(name)s works on it", name=assignee)
    return _("%(name)s has finished it", name=assignee)


def due_sentence(days: int) -> str:
    """Return a phrase on a due day that is `days` from today; empty from the day after tomorrow on."""
    if days < 0:
        return _("Overdue")
    if days == 0:
        return _("Due today")
    return _("Due tomorrow") if days == 1 else ""
