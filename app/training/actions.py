"""The simulated citizen: begins rehearsals, and says its lines when a person would."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.accounts.queries import StaffIdentity
from app.conversations import actions as conversations
from app.conversations import queries
from app.conversations.actions import NewMessage, Opening
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import clock
from app.core.db import session, transaction
from app.training.models import Rehearsal
from app.training.scripts import Line, Script, pause, script

# One that nobody goes on with is closed, so that it is erased like any other conversation.
GIVEN_UP = timedelta(days=1)
LONGEST_TOPIC = 120


def ref(number: int) -> str:
    """Name the message that is the citizen's line of this number."""
    return f"script-{number}"


def begin(staff: StaffIdentity, chosen: Script, topic: str) -> str:
    """Open a rehearsal that is the learner's from the first moment; return its public id."""
    first = [line for line in chosen.lines if line.beat == 0]
    with transaction() as current:
        opened = conversations.open_conversation(
            Opening(channel="chat", language=chosen.language, subject=topic[:LONGEST_TOPIC], rehearsal=True)
        )
        for number, line in enumerate(first):
            conversations.post_message(NewMessage(opened.id, ref(number), line.text))
        current.add(
            Rehearsal(
                conversation_id=opened.id, script=chosen.id, line=len(first), said=queries.last_id(opened.id)
            )
        )  # fmt: skip
        conversations.take(staff, opened.public_id)
    return opened.public_id


def play() -> list[int]:
    """Let the citizens of all running rehearsals say what is due; return the conversations in which one is writing."""
    running = (
        select(Rehearsal)
        .join(Conversation, Conversation.id == Rehearsal.conversation_id)
        .where(Conversation.state == "active")
    )
    writing = []
    for rehearsal in session().scalars(running.execution_options(populate_existing=True)).all():
        chosen = script(rehearsal.script)
        if chosen is None or rehearsal.line >= len(chosen.lines):
            continue
        due = _due(rehearsal, chosen.lines[rehearsal.line])
        if due and clock.now() >= due:
            _say(rehearsal, chosen.lines[rehearsal.line])
        elif due:
            writing.append(rehearsal.conversation_id)
    return writing


def _due(rehearsal: Rehearsal, line: Line) -> datetime | None:
    """Say when the citizen's next line is written; None while it waits for an answer."""
    since = queries.messages(rehearsal.conversation_id, after=rehearsal.said - 1 or -1)
    heard = [entry for entry in since if entry.author == "operator" and entry.id > rehearsal.said]
    if heard:
        return heard[-1].at + pause(sum(len(entry.body) for entry in heard), len(line.text))
    before = next((entry for entry in since if entry.id == rehearsal.said), None)
    return before.at + pause(0, len(line.text)) if before and not line.waits else None


def _say(rehearsal: Rehearsal, line: Line) -> None:
    conversation_id, number = rehearsal.conversation_id, rehearsal.line
    mine = update(Rehearsal).where(Rehearsal.conversation_id == conversation_id)
    with transaction() as current:
        # Several processes look; the one that moves the line on says it.
        onward = mine.where(Rehearsal.line == number).values(line=number + 1).returning(Rehearsal.line)
        if current.execute(onward).scalar() is None:
            return
        stored = conversations.post_message(NewMessage(conversation_id, ref(number), line.text))
        if isinstance(stored, Entry):
            current.execute(mine.values(said=stored.id))


def close_given_up(now: datetime) -> dict[str, int]:
    """End the rehearsals that nobody has gone on with for a day; the conversations' own retention erases them."""
    left = select(Conversation).where(
        Conversation.rehearsal, Conversation.state != "ended", Conversation.opened_at < now - GIVEN_UP
    )
    return {"rehearsals ended": sum(conversations.end(one) for one in session().scalars(left).all())}
