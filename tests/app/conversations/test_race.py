"""Operators at two processes press for the same conversations: each goes to exactly one, and nobody gets too many."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.conversations import actions
from app.conversations.actions import Opening
from app.conversations.models import Conversation
from app.core.db import Base, session
from app.presence import actions as presence
from tests.app.conversations.conftest import employ

CONVERSATIONS = 120
LIMIT = 4
OPERATOR = """
import json, sys
from app import create_app
from app.accounts.queries import StaffIdentity
from app.config import Settings
from app.conversations import actions, queries
from app.core import clock

number, folder, url, public_ids = int(sys.argv[1]), sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
ends = sys.argv[5] == "ends"

app = create_app(Settings(_env_file=None, data_dir=folder, database_url=url, async_mode="threading"))
with app.app_context():
    staff = StaffIdentity(number, f"Operator {number}", "operator", False, number, clock.now())
    print("ready", flush=True)
    sys.stdin.readline()
    taken = []
    for public_id in public_ids:
        if actions.take(staff, public_id):
            taken.append(public_id)
            if ends:
                actions.end(queries.conversation(staff, public_id), staff)
    print(json.dumps(taken))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request) -> str:
    """An empty database, of either kind."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()


def race(folder: Path, url: str, people: list[str], then: str) -> tuple[list[set[str]], set[str]]:
    """Let these operators press for all conversations at once, each in a process of their own."""
    app = create_app(Settings(_env_file=None, data_dir=folder, database_url=url, async_mode="threading"))
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        numbers = {name: employ(name, "operator").id for name in sorted(set(people))}
        opened = [
            actions.open_conversation(Opening(channel="chat", language="hu", body="?")) for _ in range(CONVERSATIONS)
        ]
    app.extensions["engine"].dispose()
    public_ids = [one.public_id for one in opened]
    racers = [
        start(OPERATOR, str(numbers[name]), str(folder), url, json.dumps(public_ids), then) for name in people
    ]  # fmt: skip
    return together(racers), set(public_ids)


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a process that waits for the word to go."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "LOG_LEVEL": "ERROR"},
    )  # fmt: skip


def together(racers: list[subprocess.Popen[str]]) -> list[set[str]]:
    """Let processes go at once, and return what each got."""
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    return [set(json.loads(racer.communicate()[0])) for racer in racers]


def test_two_processes_never_take_the_same_conversation(tmp_path: Path, url: str):
    taken, offered = race(tmp_path, url, ["One", "Two"], "ends")
    assert not taken[0] & taken[1]
    assert taken[0] | taken[1] == offered
    assert taken[0], "the first operator got nothing: they did not race"
    assert taken[1], "the second operator got nothing: they did not race"


def test_one_operator_at_two_desks_never_takes_more_than_their_limit(tmp_path: Path, url: str):
    taken, _offered = race(tmp_path, url, ["One", "One"], "keeps")
    assert not taken[0] & taken[1]
    assert len(taken[0] | taken[1]) == LIMIT


HANDING_OVER = """
import json, sys
from app import create_app
from app.accounts.queries import StaffIdentity
from app.config import Settings
from app.conversations import actions, queries
from app.core import clock

anna, colleague, folder, url, public_ids = int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:5], json.loads(sys.argv[5])
app = create_app(Settings(_env_file=None, data_dir=folder, database_url=url, async_mode="threading"))
with app.app_context():
    staff = StaffIdentity(anna, "Anna", "operator", False, 1, clock.now())
    held = [queries.conversation(staff, one) for one in public_ids]
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps([one.public_id for one in held if actions.hand_over(staff, one, colleague)]))
"""


def test_what_is_handed_over_in_two_tabs_at_once_goes_to_one_colleague(tmp_path: Path, url: str):
    app = create_app(Settings(_env_file=None, data_dir=tmp_path, database_url=url, async_mode="threading"))
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        anna, *colleagues = (employ(name, "operator") for name in ("Anna", "Béla", "Cili"))
        for one in (anna, *colleagues):
            presence.arrive(one, limit=20)
        public_ids = [
            actions.open_conversation(Opening(channel="chat", language="hu", body="?")).public_id for _ in range(20)
        ]
        for public_id in public_ids:
            assert actions.take(anna, public_id)
    app.extensions["engine"].dispose()
    tabs = [
        start(HANDING_OVER, str(anna.id), str(one.id), str(tmp_path), url, json.dumps(public_ids)) for one in colleagues
    ]
    first, second = together(tabs)
    assert not first & second
    assert first | second == set(public_ids)
    with app.app_context():
        now = {row.public_id: row.staff_id for row in session().scalars(select(Conversation))}
    app.extensions["engine"].dispose()
    for given, one in zip((first, second), colleagues, strict=True):
        assert {public_id for public_id, staff_id in now.items() if staff_id == one.id} == given
