"""Read rehearsals with their scripts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.queries import StaffIdentity
from app.conversations import queries as conversations
from app.conversations.models import Conversation
from app.core.db import session
from app.training.models import Rehearsal
from app.training.scripts import Script, script

SHOWN = 20


@dataclass(frozen=True)
class RehearsalEntry:
    """One rehearsal with its script; `line` counts what the citizen has said so far."""

    conversation: Conversation
    script: Script
    line: int

    @property
    def played(self) -> bool:
        """Return whether the citizen has said everything."""
        return self.line >= len(self.script.lines)


def own_rehearsals(staff: StaffIdentity) -> list[RehearsalEntry]:
    """Return a learner's latest rehearsals, the newest first."""
    wanted = (
        select(Conversation, Rehearsal)
        .join(Rehearsal, Rehearsal.conversation_id == Conversation.id)
        .where(Conversation.staff_id == staff.id)
        .order_by(Conversation.id.desc())
        .limit(SHOWN)
    )
    return [
        RehearsalEntry(conversation, chosen, rehearsal.line)
        for conversation, rehearsal in session().execute(wanted)
        if (chosen := script(rehearsal.script))
    ]


def find_rehearsal(staff: StaffIdentity, public_id: str) -> RehearsalEntry | None:
    """Return a rehearsal that `staff` may read: their own, or any for a supervisor."""
    conversation = conversations.conversation(staff, public_id)
    rehearsal = session().get(Rehearsal, conversation.id, populate_existing=True) if conversation else None
    chosen = script(rehearsal.script) if rehearsal else None
    return RehearsalEntry(conversation, chosen, rehearsal.line) if conversation and rehearsal and chosen else None
