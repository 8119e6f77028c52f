"""Decides which one question a citizen is asked after a contact: each is asked of every third, so nobody is asked more.

The charter publishes two of them (`respect` and `plain`, app/reports/charter.py); all three stand in the reports. Which
question a stored answer belongs to follows from its conversation's number, so it needs no column of its own.
"""

from __future__ import annotations

from app.core.i18n import lazy as _l

QUESTIONS = {
    "helped": _l("Did you get the answer that you came for?"),
    "respect": _l("Were you treated with respect?"),
    "plain": _l("Was the answer easy to understand?"),
}
ORDER = tuple(QUESTIONS)


def question_of(conversation_id: int) -> str:
    """Return which question the citizen of a conversation is asked."""
    return ORDER[conversation_id % len(ORDER)]
