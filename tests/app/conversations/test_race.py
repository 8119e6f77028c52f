"""Two operators at two processes press for the same conversations: each conversation goes to exactly one of them."""

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
OPERATOR = """
import json, sys
from app import create_app
from app.accounts.queries import StaffIdentity
from app.config import Settings
from app.conversations import actions
from app.core import clock

number, folder, url, public_ids = int(sys.argv[1]), sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
app = create_app(Settings(_env_file=None, data_dir=folder, database_url=url, async_mode="threading"))
with app.app_context():
    staff = StaffIdentity(number, f"Operator {number}", "operator", False, number, clock.now())
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps([public_id for public_id in public_ids if actions.take(staff, public_id)]))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request) -> str:
    """An empty database, of either kind."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()


def test_two_processes_never_take_the_same_conversation(tmp_path: Path, url: str):
    app = create_app(Settings(_env_file=None, data_dir=tmp_path, database_url=url, async_mode="threading"))
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        people = [employ(name, "operator") for name in ("One", "Two")]
        opened = [
            actions.open_conversation(Opening(channel="chat", language="hu", body="?")) for _ in range(CONVERSATIONS)
        ]
    app.extensions["engine"].dispose()
    public_ids = [one.public_id for one in opened]
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", OPERATOR, str(person.id), str(tmp_path), url, json.dumps(public_ids)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "LOG_LEVEL": "ERROR"},
        )
        for person in people
    ]  # fmt: skip
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    taken = [set(json.loads(racer.communicate()[0])) for racer in racers]
    assert not taken[0] & taken[1]
    assert taken[0] | taken[1] == set(public_ids)
    assert taken[0], "the first operator got nothing: they did not race"
    assert taken[1], "the second operator got nothing: they did not race"
