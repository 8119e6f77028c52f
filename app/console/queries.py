"""Which colleagues are at the desk, and how many conversations each of them has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import Role
from app.accounts.queries import StaffIdentity
from app.conversations.models import Conversation, Participant
from app.conversations.queries import ANSWERING
from app.core.db import session
from app.presence import queries as presence
from app.presence.queries import Present

# Roles that answer, and the one that can be brought in.
AT_DESK = (*ANSWERING, Role.EDITOR)


@dataclass(frozen=True)
class Colleague:
    """A colleague who is present, with the number of their conversations."""

    person: Present
    conversations: int

    @property
    def free(self) -> bool:
        """Return whether the person can take one more conversation."""
        return self.conversations < self.person.limit


def colleagues_at_desk(staff: StaffIdentity) -> list[Colleague]:
    """Return the colleagues who can take a conversation over, those with the fewest conversations first."""
    there = [one for one in presence.here(ANSWERING) if one.staff_id != staff.id]
    counts = _conversation_counts([one.staff_id for one in there])
    return sorted((Colleague(one, counts.get(one.staff_id, 0)) for one in there), key=lambda one: one.conversations)


def editors_at_desk(staff: StaffIdentity, conversation: Conversation) -> list[Present]:
    """Return the editors who are present and not yet in the conversation."""
    present = select(Participant.staff_id).where(
        Participant.conversation_id == conversation.id, Participant.left_at.is_(None)
    )
    inside = {staff.id, *session().scalars(present)}
    return [one for one in presence.here(Role.EDITOR) if one.staff_id not in inside]


def count_conversations(staff_id: int) -> int:
    """Return how many conversations a person has."""
    return _conversation_counts([staff_id]).get(staff_id, 0)


def _conversation_counts(staff_ids: Sequence[int]) -> dict[int, int]:
    own = (Conversation.state == "active", Conversation.staff_id.in_(staff_ids), Conversation.rehearsal.is_(False))
    counts = select(Conversation.staff_id, func.count()).where(*own).group_by(Conversation.staff_id)
    return {staff_id: count for staff_id, count in session().execute(counts) if staff_id is not None}
