"""The only writers of rehearsals: the simulated citizen begins them and posts its lines with human delays."""

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
from app.training.scripts import Script, ScriptLine, script, typing_time

# An abandoned rehearsal is ended after this time, so that it is erased like any other conversation.
ABANDONED_AFTER = timedelta(days=1)
LONGEST_TOPIC = 120


def line_ref(number: int) -> str:
    """Return the `ref` of the message that is the citizen's line of this number."""
    return f"script-{number}"


def begin(staff: StaffIdentity, chosen: Script, topic: str) -> str:
    """Open a rehearsal, assigned to the learner; return its conversation's public id."""
    first = [line for line in chosen.lines if line.beat == 0]
    with transaction() as current:
        opened = conversations.open_conversation(
            Opening(channel="chat", language=chosen.language, subject=topic[:LONGEST_TOPIC], rehearsal=True)
        )
        for number, line in enumerate(first):
            conversations.post_message(NewMessage(opened.id, line_ref(number), line.text))
        current.add(
            Rehearsal(
                conversation_id=opened.id, script=chosen.id, line=len(first), said=queries.last_id(opened.id)
            )
        )  # fmt: skip
        conversations.take(staff, opened.public_id)
    return opened.public_id


def say_due_lines() -> list[int]:
    """Post the due lines of all running rehearsals; return the ids of conversations with a line still to come."""
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


def _due(rehearsal: Rehearsal, line: ScriptLine) -> datetime | None:
    """Return when the citizen's next line is due; None while it waits for an answer."""
    since = queries.messages(rehearsal.conversation_id, after=rehearsal.said - 1 or -1)
    heard = [entry for entry in since if entry.author == "operator" and entry.id > rehearsal.said]
    if heard:
        return heard[-1].at + typing_time(sum(len(entry.body) for entry in heard), len(line.text))
    before = next((entry for entry in since if entry.id == rehearsal.said), None)
    return before.at + typing_time(0, len(line.text)) if before and not line.waits else None


def _say(rehearsal: Rehearsal, line: ScriptLine) -> None:
    conversation_id, number = rehearsal.conversation_id, rehearsal.line
    mine = update(Rehearsal).where(Rehearsal.conversation_id == conversation_id)
    with transaction() as current:
        # Several processes run this; the one that advances the line posts it.
        onward = mine.where(Rehearsal.line == number).values(line=number + 1).returning(Rehearsal.line)
        if current.execute(onward).scalar() is None:
            return
        stored = conversations.post_message(NewMessage(conversation_id, line_ref(number), line.text))
        if isinstance(stored, Entry):
            current.execute(mine.values(said=stored.id))


def end_abandoned_rehearsals(now: datetime) -> dict[str, int]:
    """End abandoned rehearsals; return how many. The retention of conversations erases them."""
    left = select(Conversation).where(
        Conversation.rehearsal, Conversation.state != "ended", Conversation.opened_at < now - ABANDONED_AFTER
    )
    return {"rehearsals ended": sum(conversations.end(one) for one in session().scalars(left).all())}
