"""Operators at two processes press for the same conversations: each goes to exactly one, and nobody gets too many."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import create_app
from app.config import Settings
from app.conversations import actions
from app.conversations.actions import Opening
from app.core.db import Base
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
        subprocess.Popen(
            [sys.executable, "-c", OPERATOR, str(numbers[name]), str(folder), url, json.dumps(public_ids), then],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "LOG_LEVEL": "ERROR"},
        )
        for name in people
    ]  # fmt: skip
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    return [set(json.loads(racer.communicate()[0])) for racer in racers], set(public_ids)


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
