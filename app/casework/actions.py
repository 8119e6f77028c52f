"""The only writers of notes and tasks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update

from app.accounts.models import Role
from app.accounts.queries import StaffIdentity
from app.casework import words
from app.casework.models import Note, Task, TaskState
from app.conversations.models import Conversation
from app.core import audit, clock
from app.core.bus import publish
from app.core.db import transaction
from app.core.security import new_token
from app.core.settings import settings
from app.events import TaskCreated, TaskDone


def add_note(staff: StaffIdentity, conversation: Conversation, body: str) -> int:
    """Store an internal note on a conversation that `staff` may read; return its id."""
    with transaction() as current:
        row = Note(conversation_id=conversation.id, staff_id=staff.id, name=staff.name, body=body, at=clock.now())
        current.add(row)
        current.flush()
        audit.record(staff.actor, words.NOTE, f"conversation:{conversation.reference}")
    return row.id


def create_task(
    staff: StaffIdentity, title: str, due_on: date, body: str = "", conversation: Conversation | None = None
) -> str:
    """Create a task that is due on a day; return its public id."""
    with transaction() as current:
        row = Task(
            public_id=new_token()[:16], conversation_id=conversation.id if conversation else None, title=title,
            body=body, due_on=due_on, state=TaskState.OPEN, created_by=staff.id, created_at=clock.now(),
        )  # fmt: skip
        current.add(row)
        current.flush()
        audit.record(staff.actor, words.CREATE, f"task:{row.id}", due=due_on.isoformat())
        publish(TaskCreated(row.id))
    return row.public_id


def take_task(staff: StaffIdentity, task: Task) -> bool:
    """Assign an open task to `staff`; return False when a colleague was faster."""
    wanted = update(Task).where(Task.id == task.id, Task.state == TaskState.OPEN)
    with transaction() as current:
        taken = current.execute(wanted.values(state=TaskState.TAKEN, assignee_id=staff.id).returning(Task.id)).scalar()
        if taken is None:
            return False
        audit.record(staff.actor, words.TAKE, f"task:{task.id}")
    return True


def give_back_task(staff: StaffIdentity, task: Task) -> bool:
    """Reopen a taken task: one's own, one that one created, or any as a supervisor. Return False if not possible."""
    wanted = update(Task).where(Task.id == task.id, Task.state == TaskState.TAKEN)
    if staff.role != Role.SUPERVISOR:
        wanted = wanted.where((Task.assignee_id == staff.id) | (Task.created_by == staff.id))
    with transaction() as current:
        if current.execute(wanted.values(state=TaskState.OPEN, assignee_id=None).returning(Task.id)).scalar() is None:
            return False
        audit.record(staff.actor, words.GIVE_BACK, f"task:{task.id}")
    return True


def finish_task(staff: StaffIdentity, task: Task, result: str) -> bool:
    """Finish one's own task with its result; return False when it is not one's own, or done already."""
    wanted = update(Task).where(Task.id == task.id, Task.state == TaskState.TAKEN, Task.assignee_id == staff.id)
    values = {"state": TaskState.DONE, "result": result, "done_at": clock.now()}
    with transaction() as current:
        if current.execute(wanted.values(**values).returning(Task.id)).scalar() is None:
            return False
        audit.record(staff.actor, words.FINISH, f"task:{task.id}")
        publish(TaskDone(task.id))
    return True


def erase_old(now: datetime) -> dict[str, int]:
    """Erase old notes and finished tasks; return how many. Both are also erased with their conversation."""
    before = now - timedelta(days=settings().keep_notes_days)
    with transaction() as current:
        notes = cast("CursorResult[Any]", current.execute(delete(Note).where(Note.at < before))).rowcount
        tasks = cast("CursorResult[Any]", current.execute(delete(Task).where(Task.done_at < before))).rowcount
    return {"notes": notes, "tasks": tasks}
