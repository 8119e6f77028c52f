"""Several operating-system processes press for one free time on one database file."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app
from app.appointments import actions, queries
from app.appointments.actions import Wish
from app.appointments.models import Booking, BookingSlot
from app.appointments.visitor import Visitor
from app.config import Settings
from app.core.db import Base, session
from app.core.security import new_token

PROCESSES = 2
PEOPLE_EACH = 4
ROUNDS = 20
ROOT = Path(__file__).parents[3]
# A process of several citizens: it says that it is ready, and all of them press for the time on each line it reads.
CITIZENS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from app import create_app
from app.appointments import actions, queries
from app.appointments.visitor import Visitor
from app.config import Settings
from app.core import clock
from app.core.security import new_token

app = create_app(Settings(_env_file=None, data_dir=Path(sys.argv[1]), database_url=sys.argv[2], secret_key="race",
                          async_mode="threading", clock_start=datetime.fromisoformat("2026-11-24T16:05+01:00")))
place_slug, people = "telekucko", int(sys.argv[3])

def press(moment, barrier):
    with app.app_context():
        wish = actions.Wish(queries.bookable_place(place_slug), moment, "info", (), "hu", Visitor(), new_token())
        barrier.wait()
        try:
            actions.book(wish)
            return "won"
        except actions.SlotTakenError:
            return "taken"

print("ready", flush=True)
with ThreadPoolExecutor(people) as pool:
    for line in sys.stdin:
        barrier = Barrier(people)
        moments = [datetime.fromisoformat(line.strip())] * people
        print(*pool.map(press, moments, [barrier] * people), flush=True)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'race.db'}"
    return request.getfixturevalue("postgresql").new_database()


@pytest.mark.usefixtures("clock")
def test_of_eight_people_in_two_processes_exactly_one_gets_a_free_time_in_each_of_twenty_rounds(
    database: str, tmp_path: Path
):
    settings = Settings(
        _env_file=None, data_dir=tmp_path, database_url=database, secret_key="race", async_mode="threading"
    )
    app = create_app(settings)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CITIZENS, str(tmp_path), database, str(PEOPLE_EACH)]
    with ExitStack() as stack:
        stack.callback(app.extensions["engine"].dispose)
        stack.enter_context(app.app_context())
        Base.metadata.create_all(app.extensions["engine"])
        processes = [
            stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
            )
            for _process in range(PROCESSES)
        ]
        for process in processes:
            stack.callback(process.kill)
        assert [process.stdout.readline().strip() for process in processes] == ["ready"] * PROCESSES
        for number in range(ROUNDS):
            start = datetime(2026, 11, 26, 12 + number // 4, number % 4 * 15, tzinfo=UTC)
            # Of the place's two desks one is gone, so that there is one time and one winner.
            actions.book(Wish(queries.bookable_place("telekucko"), start, "info", (), "hu", Visitor(), new_token()))
            for process in processes:
                process.stdin.write(start.isoformat() + "\n")
                process.stdin.flush()
            answers = [word for process in processes for word in process.stdout.readline().split()]
            assert sorted(answers) == ["taken"] * (PROCESSES * PEOPLE_EACH - 1) + ["won"], f"round {number}"
        assert session().scalar(select(func.count()).select_from(Booking)) == 2 * ROUNDS
        assert session().scalar(select(func.count()).select_from(BookingSlot)) == 2 * ROUNDS * 3
