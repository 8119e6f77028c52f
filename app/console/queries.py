"""Which colleagues are at the desk, and how many conversations each of them has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.queries import StaffIdentity
from app.conversations.models import Conversation, Participant
from app.conversations.queries import ANSWERING
from app.core.db import session
from app.presence import queries as presence
from app.presence.queries import Present

# Who answers, and who can be brought in.
AT_DESK = (*ANSWERING, "editor")


@dataclass(frozen=True)
class Colleague:
    """Somebody who is really there, with how many conversations they have and may have."""

    person: Present
    load: int

    @property
    def free(self) -> bool:
        """Say whether one more conversation fits."""
        return self.load < self.person.limit


def colleagues(staff: StaffIdentity) -> list[Colleague]:
    """Return who is there to take a conversation over, those with the fewest conversations first."""
    there = [one for one in presence.here(ANSWERING) if one.staff_id != staff.id]
    return sorted((Colleague(one, load(one.staff_id)) for one in there), key=lambda one: one.load)


def editors(staff: StaffIdentity, conversation: Conversation) -> list[Present]:
    """Return the editors who are there and can be brought into a conversation."""
    present = select(Participant.staff_id).where(
        Participant.conversation_id == conversation.id, Participant.left_at.is_(None)
    )
    inside = {staff.id, *session().scalars(present)}
    return [one for one in presence.here("editor") if one.staff_id not in inside]


def load(staff_id: int) -> int:
    """Count a person's conversations."""
    own = (Conversation.state == "active", Conversation.staff_id == staff_id, Conversation.rehearsal.is_(False))
    return session().scalar(select(func.count()).select_from(Conversation).where(*own)) or 0
