"""The pages of tasks: the lists, a new task, one task."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import require_role, signed_in
from app.accounts.models import Role
from app.casework import actions, queries
from app.casework.forms import ResultForm, TaskForm
from app.casework.queries import WORKING, TaskEntry
from app.conversations.models import Conversation
from app.conversations.queries import conversation
from app.core.i18n import gettext as _

blueprint = Blueprint("casework", __name__, url_prefix="/feladatok")


def _conversation_in_address() -> Conversation | None:
    """Return the conversation that the address names, if the person may read it."""
    return conversation(signed_in(), request.args.get("beszelgetes", ""))


def _task(public_id: str) -> TaskEntry:
    return queries.task(public_id) or abort(404)


@blueprint.get("")
@require_role(*WORKING)
def tasks() -> str:
    """Show the lists of tasks."""
    return render_template("casework/tasks.html", tasks=queries.tasks(signed_in().id))


@blueprint.route("/uj", methods=["GET", "POST"])
@require_role(*WORKING)
def create() -> ResponseReturnValue:
    """Create a task, from a conversation or without one."""
    form, behind = TaskForm(), _conversation_in_address()
    if form.validate_on_submit():
        due = date.fromisoformat(str(form.due_on.data))
        public_id = actions.create_task(signed_in(), str(form.title.data), due, str(form.body.data), behind)
        flash(_("The task is in the list."))
        return redirect(url_for("casework.task", public_id=public_id), 303)
    errors = form.error_list()
    page = render_template("casework/new-task.html", form=form, conversation=behind, errors=errors)
    return page, 422 if errors else 200


@blueprint.get("/<public_id>")
@require_role(*WORKING)
def task(public_id: str) -> str:
    """Show a task."""
    return _task_page(_task(public_id), ResultForm())


def _task_page(found: TaskEntry, form: ResultForm) -> str:
    me = signed_in()
    readable = conversation(me, found.conversation) if found.conversation else None
    return render_template(
        "casework/task.html", one=found, form=form, errors=form.error_list(), readable=readable,
        mine=found.task.assignee_id == me.id,
        returnable=me.role == Role.SUPERVISOR or me.id in {found.task.assignee_id, found.task.created_by},
    )  # fmt: skip


@blueprint.post("/<public_id>/felvetel")
@require_role(*WORKING)
def take(public_id: str) -> ResponseReturnValue:
    """Take a task; say so when a colleague was faster."""
    if not actions.take_task(signed_in(), _task(public_id).task):
        flash(_("A colleague has taken this task before you."))
    return redirect(url_for("casework.task", public_id=public_id), 303)


@blueprint.post("/<public_id>/vissza")
@require_role(*WORKING)
def give_back(public_id: str) -> ResponseReturnValue:
    """Put a task back, so that another can do it."""
    if actions.give_back_task(signed_in(), _task(public_id).task):
        flash(_("Nobody has the task now."))
    else:
        flash(_("This task is not yours any more, or it is finished."))
    return redirect(url_for("casework.task", public_id=public_id), 303)


@blueprint.post("/<public_id>/kesz")
@require_role(*WORKING)
def finish(public_id: str) -> ResponseReturnValue:
    """Finish one's own task with its result; if the task was erased, return a page with the text as written."""
    form = ResultForm()
    found = queries.task(public_id)
    if found is None:
        return render_template("casework/task-finished-elsewhere.html", result=str(form.result.data)), 404
    if not form.validate_on_submit():
        return _task_page(found, form), 422
    if actions.finish_task(signed_in(), found.task, str(form.result.data)):
        flash(_("Finished: %(title)s.", title=found.task.title))
        return redirect(url_for("casework.tasks"), 303)
    flash(_("This task is not yours any more, or it is finished."))
    return redirect(url_for("casework.task", public_id=public_id), 303)
