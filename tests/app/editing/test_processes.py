"""Several processes and editors at one database: all follow a publication, nothing is saved over another."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from app import create_app
from app.config import ROOT, Settings
from app.core.site import prepare
from app.editing import actions, queries
from app.editing.actions import SaveConflictError
from tests.app.editing.conftest import SLUG, person
from tests.support.browse import Browse

ROUNDS = 8
PUBLISH = """
import sys
from app import create_app
from app.config import Settings
from app.core import clock
from app.editing import actions, queries
from app.editing.check_context import check_context
from tests.app.editing.conftest import SLUG, person

settings = Settings(
    _env_file=None, data_dir=sys.argv[1], database_url=sys.argv[3], secret_key="t", async_mode="threading", demo=True
)
app = create_app(settings)
with app.app_context(), app.test_request_context(), clock.frozen(clock.datetime.fromisoformat(sys.argv[2])):
    anna, bela = person("editor"), person("supervisor")
    draft_id = actions.start(anna, SLUG, 0)
    save = queries.load_draft(draft_id).saves["hu"]
    changed = {"title": "Kutyulimutyuli", "summary": "Más."}
    actions.save(anna, draft_id, "hu", save.revision, {**save.content, **changed})
    actions.submit(anna, draft_id, "Proba", check_context())
    actions.publish(bela, draft_id, queries.load_draft(draft_id).seal, clock.today(), check_context())
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request) -> str:
    """A database that several processes can open."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()


@pytest.fixture
def shared(tmp_path, clock, url) -> Iterator[Flask]:
    """An application whose database others open too."""
    settings = Settings(
        _env_file=None, data_dir=tmp_path, database_url=url, secret_key="t", async_mode="threading", demo=True,
        rate_limits=False,
    )  # fmt: skip
    app = create_app(settings)
    with app.app_context():
        prepare()
    yield app
    app.extensions["engine"].dispose()


def test_another_process_shows_a_publication_on_its_next_page(shared, tmp_path, url):
    browse = Browse(shared.test_client())
    before = browse.get(f"/hu/ugyek/{SLUG}").heading
    assert "Kutyulimutyuli" not in browse.get("/hu/kereses?q=kutyulimutyuli").words.replace("kutyulimutyuli", "")
    command = [sys.executable, "-W", "ignore", "-c", PUBLISH, str(tmp_path), "2026-11-24T16:05+01:00", url]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120, env={"PYTHONPATH": str(ROOT)})
    page = browse.get(f"/hu/ugyek/{SLUG}")
    assert (before != page.heading, page.heading) == (True, "Kutyulimutyuli")
    assert "Más." in page.words
    assert browse.get("/hu/kereses?q=kutyulimutyuli").link("Kutyulimutyuli")
    assert browse.get("/hu/ugyek").link("Kutyulimutyuli")


def at_once(app: Flask, *calls: Callable[[], object]) -> list[object]:
    """Run calls at the same moment, each with a connection of its own; return what each gave or raised."""
    barrier = Barrier(len(calls))

    def one(call: Callable[[], object]) -> object:
        with app.app_context():
            barrier.wait()
            try:
                return call()
            except SaveConflictError as overtaken:
                return overtaken

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_of_two_simultaneous_saves_one_gets_a_conflict(shared):
    with shared.app_context():
        anna, bela = person("editor"), person("supervisor")
        draft_id = actions.start(anna, SLUG, 0)
        first = queries.load_draft(draft_id).saves["hu"].content
    for number in range(1, ROUNDS + 1):
        hers, his = ({**first, "fee": f"{name} {number}"} for name in ("Anna", "Béla"))
        gave = at_once(
            shared,
            lambda text=hers, seen=number: actions.save(anna, draft_id, "hu", seen, text),
            lambda text=his, seen=number: actions.save(bela, draft_id, "hu", seen, text),
        )
        assert sorted(type(one).__name__ for one in gave) == ["SaveConflictError", "int"]
        with shared.app_context():
            now = queries.load_draft(draft_id).saves["hu"]
            assert now.revision == number + 1
            assert now.content == (hers if gave[0] == number + 1 else his)


def test_two_simultaneous_starts_give_one_draft(shared):
    with shared.app_context():
        anna, bela = person("editor"), person("supervisor")
    for _round in range(ROUNDS):
        gave = at_once(shared, lambda: actions.start(anna, SLUG, 0), lambda: actions.start(bela, SLUG, 0))
        assert gave[0] == gave[1]
        with shared.app_context():
            actions.discard(anna, int(gave[0]))
