"""What staff read of notes and tasks."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, case, select
from sqlalchemy.orm import aliased

from app.accounts.models import Staff
from app.casework.models import Note, Task
from app.contacts.models import Contact
from app.conversations.models import Conversation
from app.core import clock
from app.core.db import session

WORKING = ("operator", "editor", "supervisor")
# The list shows so many finished tasks; older ones are found by their conversation.
RECENT = 20


@dataclass(frozen=True)
class Assignment:
    """One task with the names that belong to it; `reference` and `conversation` name the conversation behind it."""

    task: Task
    creator: str
    assignee: str
    reference: str
    conversation: str

    @property
    def days(self) -> int:
        """How many days are left; negative when the day has passed."""
        return (self.task.due_on - clock.today()).days

    @property
    def overdue(self) -> bool:
        """Say whether the day has passed and the work is not done."""
        return self.task.state != "done" and self.days < 0


@dataclass(frozen=True)
class Tasks:
    """The list of tasks: one's own, those that nobody has, colleagues' and the latest finished ones."""

    own: tuple[Assignment, ...]
    open: tuple[Assignment, ...]
    colleagues: tuple[Assignment, ...]
    done: tuple[Assignment, ...]


def tasks(staff_id: int) -> Tasks:
    """Return all unfinished tasks, the most urgent first, as the list of one member of staff sorts them."""
    unfinished = _found(_wanted().where(Task.state != "done").order_by(Task.due_on, Task.id))
    finished = _found(_wanted().where(Task.state == "done").order_by(Task.done_at.desc()).limit(RECENT))
    return Tasks(
        own=tuple(one for one in unfinished if one.task.assignee_id == staff_id),
        open=tuple(one for one in unfinished if one.task.state == "open"),
        colleagues=tuple(one for one in unfinished if one.task.assignee_id not in {staff_id, None}),
        done=tuple(finished),
    )


@dataclass(frozen=True)
class Urgent:
    """How many tasks that are one's own, or nobody's yet, are overdue or due today."""

    overdue: int
    today: int


def urgent(staff_id: int) -> Urgent:
    """Return what of the tasks is not to be forgotten today."""
    mine = (Task.assignee_id == staff_id) | (Task.state == "open")
    wanted = select(Task.due_on).where(Task.state != "done", mine, Task.due_on <= clock.today())
    days = list(session().scalars(wanted))
    return Urgent(overdue=sum(day < clock.today() for day in days), today=days.count(clock.today()))


def finished(staff_id: int) -> set[int]:
    """Return which of a person's conversations have a task that was finished since they were taken."""
    wanted = (
        select(Conversation.id)
        .join(Task, Task.conversation_id == Conversation.id)
        .where(Conversation.staff_id == staff_id, Conversation.state == "active", Task.done_at >= Conversation.taken_at)
    )
    return set(session().scalars(wanted))


def task(public_id: str) -> Assignment | None:
    """Return one task."""
    return next(iter(_found(_wanted().where(Task.public_id == public_id))), None)


def of_conversation(conversation_id: int) -> list[Assignment]:
    """Return a conversation's tasks: what is still to be done, then what was done."""
    last = case((Task.state == "done", 1), else_=0)
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


def _found(wanted: Select[Task, str, str, str, str]) -> list[Assignment]:
    rows = session().execute(wanted).all()
    return [Assignment(row[0], row[1], row[2] or "", row[3] or "", row[4] or "") for row in rows]


def notes(conversation_id: int) -> list[Note]:
    """Return a conversation's internal notes, oldest first; only for pages of staff."""
    return list(session().scalars(select(Note).where(Note.conversation_id == conversation_id).order_by(Note.id)))
