"""Read notes and tasks."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, case, select
from sqlalchemy.orm import aliased

from app.accounts.models import Role, Staff
from app.casework.models import Note, Task, TaskState
from app.contacts.models import Contact
from app.conversations.models import Conversation
from app.core import clock
from app.core.db import session

WORKING = (Role.OPERATOR, Role.EDITOR, Role.SUPERVISOR)
# The number of finished tasks in the list; older ones are shown with their conversation.
RECENT = 20


@dataclass(frozen=True)
class TaskEntry:
    """One task with the names of its people, and the reference and public id of its conversation."""

    task: Task
    creator: str
    assignee: str
    reference: str
    conversation: str

    @property
    def days(self) -> int:
        """Return the days until it is due; negative when it is overdue."""
        return (self.task.due_on - clock.today()).days

    @property
    def overdue(self) -> bool:
        """Return whether the due day has passed and the task is not done."""
        return self.task.state != TaskState.DONE and self.days < 0


@dataclass(frozen=True)
class TaskLists:
    """The lists of tasks: one's own, unassigned, colleagues', and the latest finished ones."""

    own: tuple[TaskEntry, ...]
    open: tuple[TaskEntry, ...]
    colleagues: tuple[TaskEntry, ...]
    done: tuple[TaskEntry, ...]


def tasks(staff_id: int) -> TaskLists:
    """Return the lists of tasks as one member of staff sees them, the most urgent first."""
    unfinished = _found(_wanted().where(Task.state != TaskState.DONE).order_by(Task.due_on, Task.id))
    finished = _found(_wanted().where(Task.state == TaskState.DONE).order_by(Task.done_at.desc()).limit(RECENT))
    return TaskLists(
        own=tuple(one for one in unfinished if one.task.assignee_id == staff_id),
        open=tuple(one for one in unfinished if one.task.state == TaskState.OPEN),
        colleagues=tuple(one for one in unfinished if one.task.assignee_id not in {staff_id, None}),
        done=tuple(finished),
    )


@dataclass(frozen=True)
class UrgentTasks:
    """How many of one's own and unassigned tasks are overdue or due today."""

    overdue: int
    today: int


def count_urgent_tasks(staff_id: int) -> UrgentTasks:
    """Return how many of a person's own and unassigned tasks are overdue or due today."""
    mine = (Task.assignee_id == staff_id) | (Task.state == TaskState.OPEN)
    wanted = select(Task.due_on).where(Task.state != TaskState.DONE, mine, Task.due_on <= clock.today())
    days = list(session().scalars(wanted))
    return UrgentTasks(overdue=sum(day < clock.today() for day in days), today=days.count(clock.today()))


def conversations_with_finished_tasks(staff_id: int) -> set[int]:
    """Return the ids of a person's conversations with a task that was finished since they took them."""
    wanted = (
        select(Conversation.id)
        .join(Task, Task.conversation_id == Conversation.id)
        .where(Conversation.staff_id == staff_id, Conversation.state == "active", Task.done_at >= Conversation.taken_at)
    )
    return set(session().scalars(wanted))


def task(public_id: str) -> TaskEntry | None:
    """Return one task."""
    return next(iter(_found(_wanted().where(Task.public_id == public_id))), None)


def of_conversation(conversation_id: int) -> list[TaskEntry]:
    """Return a conversation's tasks: what is still to be done, then what was done."""
    last = case((Task.state == TaskState.DONE, 1), else_=0)
    return _found(_wanted().where(Task.conversation_id == conversation_id).order_by(last, Task.due_on, Task.id))


def _wanted() -> Select[Task, str, str, str, str]:
    creator, assignee = aliased(Staff), aliased(Staff)
    return (
        select(Task, creator.name, assignee.name, Contact.reference, Conversation.public_id)
        .join(creator, creator.id == Task.created_by)
        .outerjoin(assignee, assignee.id == Task.assignee_id)
        .outerjoin(Conversation, Conversation.id == Task.conversation_id)
        .outerjoin(Contact, Contact.id == Conversation.contact_id)
        .execution_options(populate_existing=True)
    )


def _found(wanted: Select[Task, str, str, str, str]) -> list[TaskEntry]:
    rows = session().execute(wanted).all()
    return [TaskEntry(row[0], row[1], row[2] or "", row[3] or "", row[4] or "") for row in rows]


def notes(conversation_id: int) -> list[Note]:
    """Return a conversation's internal notes, oldest first; only for pages of staff."""
    return list(session().scalars(select(Note).where(Note.conversation_id == conversation_id).order_by(Note.id)))
