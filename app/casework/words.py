"""Puts a task's state and its day into words, and names the room's entries in the audit log."""

from __future__ import annotations

from app.core import audit
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l

NOTE = audit.action("conversation.note", _l("Wrote an internal note"))
CREATE = audit.action("task.create", _l("Made a task"))
TAKE = audit.action("task.take", _l("Took a task"))
GIVE_BACK = audit.action("task.give-back", _l("Gave a task back"))
FINISH = audit.action("task.finish", _l("Finished a task"))


def state(name: str, assignee: str) -> str:
    """Say how a task stands."""
    if name == "open":
        return _("Nobody has it yet")
    if name == "taken":
        return _("%(name)s works on it", name=assignee)
    return _("%(name)s has finished it", name=assignee)


def due(days: int) -> str:
    """Say how far the due day is, `days` from today; nothing when it is neither past nor near."""
    if days < 0:
        return _("Overdue")
    if days == 0:
        return _("Due today")
    return _("Due tomorrow") if days == 1 else ""
