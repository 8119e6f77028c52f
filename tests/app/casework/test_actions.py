from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.actions import make_demo_link
from app.accounts.models import Staff
from app.accounts.queries import StaffIdentity
from app.casework import actions, queries
from app.casework.models import Note, Task
from app.conversations.actions import Opening, open_conversation
from app.conversations.queries import state_of
from app.core import clock as the_clock
from app.core.audit import AuditEntry
from app.core.bus import listen
from app.core.db import session, transaction
from app.events import TaskCreated, TaskDone

DUE = date(2026, 11, 27)


@pytest.fixture
def colleague(app):
    """`colleague("editor")` is that person, as signed in."""

    def sign_in(role):
        make_demo_link(role)
        row = session().scalar(select(Staff).where(Staff.role == role))
        return StaffIdentity(row.id, row.name, row.role, row.demo, 1, the_clock.now())

    return sign_in


def talk():
    opened = open_conversation(Opening(channel="chat", language="hu", body="Elköltöztem"))
    return state_of(opened.id)


def test_a_task_goes_from_open_to_done_and_says_so(app, colleague):
    heard = []
    for kind in (TaskCreated, TaskDone):
        listen(app, kind, heard.append)
    operator, editor, conversation = colleague("operator"), colleague("editor"), talk()
    public_id = actions.create_task(operator, "Papírok a lakcímhez", DUE, "Két gyerekkel.", conversation)
    one = queries.task(public_id)
    assert (one.task.state, one.creator, one.assignee, one.reference) == ("open", "Anna", "", conversation.reference)
    assert actions.take_task(editor, one.task)
    assert actions.finish_task(editor, one.task, "Ezek kellenek: …")
    done = queries.task(public_id)
    assert (done.task.state, done.assignee, done.task.result) == ("done", "Csilla", "Ezek kellenek: …")
    assert heard == [TaskCreated(one.task.id), TaskDone(one.task.id)]


def test_of_two_who_take_a_task_one_has_it(colleague):
    public_id = actions.create_task(colleague("operator"), "Papírok", DUE)
    task = queries.task(public_id).task
    assert actions.take_task(colleague("editor"), task)
    assert not actions.take_task(colleague("supervisor"), task)
    assert queries.task(public_id).assignee == "Csilla"


def test_nobody_finishes_anothers_task_nor_one_twice(colleague):
    public_id = actions.create_task(colleague("operator"), "Papírok", DUE)
    task = queries.task(public_id).task
    assert not actions.finish_task(colleague("editor"), task, "még nem vettem fel")
    actions.take_task(colleague("editor"), task)
    assert not actions.finish_task(colleague("operator"), task, "nem az enyém")
    assert actions.finish_task(colleague("editor"), task, "kész")
    assert not actions.finish_task(colleague("editor"), task, "még egyszer")
    assert queries.task(public_id).task.result == "kész"


def test_what_is_done_is_in_the_audit_log_without_the_words(colleague):
    conversation = talk()
    actions.add_note(colleague("operator"), conversation, "Bizalmas megjegyzés")
    actions.create_task(colleague("operator"), "Bizalmas feladat", DUE)
    wanted = AuditEntry.action.in_(["conversation.note", "task.create"])
    rows = session().scalars(select(AuditEntry).where(wanted)).all()
    assert len(rows) == 2
    assert "Bizalmas" not in str([(row.subject, row.details) for row in rows])


def test_notes_and_tasks_go_with_their_conversation(colleague):
    conversation = talk()
    actions.add_note(colleague("operator"), conversation, "Nehezen ír, kérdezzünk egyszerre egyet.")
    actions.create_task(colleague("operator"), "Papírok", DUE, conversation=conversation)
    with transaction() as current:
        current.delete(conversation)
    assert session().scalar(select(func.count()).select_from(Note)) == 0
    assert session().scalar(select(func.count()).select_from(Task)) == 0


def test_old_notes_and_finished_tasks_are_erased_and_work_to_be_done_is_not(colleague, clock):
    conversation, editor = talk(), colleague("editor")
    actions.add_note(editor, conversation, "régi")
    done, still_open = (actions.create_task(editor, title, DUE) for title in ("régi", "még nincs kész"))
    actions.take_task(editor, queries.task(done).task)
    actions.finish_task(editor, queries.task(done).task, "kész")
    assert actions.erase_old(the_clock.now() + timedelta(days=90)) == {"notes": 0, "tasks": 0}
    assert actions.erase_old(the_clock.now() + timedelta(days=91)) == {"notes": 1, "tasks": 1}
    assert queries.task(done) is None
    assert queries.task(still_open) is not None
