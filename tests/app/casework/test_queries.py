from datetime import date

from app.casework import actions, queries
from tests.app.casework.test_actions import colleague, talk

__all__ = ["colleague"]


def titles(found):
    return [one.task.title for one in found]


def test_the_list_sorts_by_whose_and_by_day(colleague):
    operator, editor = colleague("operator"), colleague("editor")
    for title, day in (("később", 30), ("hamar", 25), ("másé", 26), ("enyém", 27)):
        actions.create_task(operator, title, date(2026, 11, day))
    by_title = {one.task.title: one.task for one in queries.tasks(editor.id).open}
    actions.take_task(operator, by_title["másé"])
    actions.take_task(editor, by_title["enyém"])
    found = queries.tasks(editor.id)
    assert titles(found.open) == ["hamar", "később"]
    assert (titles(found.own), titles(found.colleagues), titles(found.done)) == (["enyém"], ["másé"], [])


def test_a_task_is_overdue_after_its_day_and_not_on_it(colleague, clock):
    public_id = actions.create_task(colleague("operator"), "Papírok", date(2026, 11, 24))
    assert (queries.task(public_id).days, queries.task(public_id).overdue) == (0, False)
    clock.travel("2026-11-25T00:00")
    assert (queries.task(public_id).days, queries.task(public_id).overdue) == (-1, True)


def test_what_is_done_is_never_overdue(colleague, clock):
    editor = colleague("editor")
    public_id = actions.create_task(editor, "Papírok", date(2026, 11, 24))
    actions.take_task(editor, queries.task(public_id).task)
    actions.finish_task(editor, queries.task(public_id).task, "kész")
    clock.travel("2026-12-24T10:00")
    assert not queries.task(public_id).overdue


def test_a_conversations_work_is_found_by_it(colleague):
    operator, mine, other = colleague("operator"), talk(), talk()
    actions.create_task(operator, "ide", date(2026, 11, 25), conversation=mine)
    actions.create_task(operator, "máshová", date(2026, 11, 25), conversation=other)
    actions.add_note(operator, mine, "első")
    actions.add_note(operator, mine, "második")
    actions.add_note(operator, other, "másik")
    assert titles(queries.of_conversation(mine.id)) == ["ide"]
    assert [note.body for note in queries.notes(mine.id)] == ["első", "második"]


def test_there_is_no_task_of_an_unknown_name(app):
    assert queries.task("nincs") is None
