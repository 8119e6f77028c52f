"""Two editors, and a draft on its way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.actions import make_demo_link
from app.accounts.models import DemoLink
from app.accounts.queries import StaffIdentity
from app.core import clock
from app.core.db import session
from app.core.security import hash_token
from app.editing import actions, queries
from app.editing.check_context import check_context
from app.editing.checks import CheckContext
from app.knowledge.library import library

SLUG = "ebosszeiras"


def person(role: str) -> StaffIdentity:
    """Return somebody of a role, as the actions know them."""
    _name, token = make_demo_link(role)
    staff = session().query(DemoLink).filter_by(token_hash=hash_token(token)).one().staff
    return StaffIdentity(staff.id, staff.name, staff.role, staff.demo, 0, clock.now())


@pytest.fixture
def anna(app) -> StaffIdentity:
    """An editor."""
    return person("editor")


@pytest.fixture
def bela(app) -> StaffIdentity:
    """A supervisor, who can check what the editor wrote."""
    return person("supervisor")


@pytest.fixture
def context(app) -> CheckContext:
    """What a text may refer to."""
    with app.test_request_context():
        return check_context()


@pytest.fixture
def begin(anna) -> Callable[..., int]:
    """`begin(title="…")` is a draft in which Anna has reworded the plain Hungarian text."""

    def begun(**changed) -> int:
        draft_id = actions.start(anna, SLUG, library().services[SLUG].edition)
        if changed:
            save = queries.load_draft(draft_id).saves["hu"]
            actions.save(anna, draft_id, "hu", save.revision, {**save.content, **changed})
        return draft_id

    return begun


@pytest.fixture
def publish(anna, bela, begin, context) -> Callable[..., int]:
    """`publish("2026-12-01", title="…")` publishes a reworded text from a day on, checked by Béla."""

    def published(day: str = "", **changed) -> int:
        draft_id = begin(**changed)
        actions.submit(anna, draft_id, "Pontosabb lett.", context)
        first = clock.today().fromisoformat(day) if day else clock.today()
        return actions.publish(bela, draft_id, queries.load_draft(draft_id).seal, first, context)

    return published
