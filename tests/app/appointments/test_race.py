"""Several operating-system processes press for one free time on one database file."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, text

from app import create_app
from app.config import Settings
from app.core.db import Base

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
from app.appointments.contact import Contact
from app.config import Settings
from app.core import clock
from app.core.security import new_token

app = create_app(Settings(_env_file=None, data_dir=Path(sys.argv[1]), database_url=sys.argv[2], secret_key="race",
                          async_mode="threading", clock_start=datetime.fromisoformat("2026-11-24T16:05+01:00")))
place_slug, people = "telekucko", int(sys.argv[3])

def press(moment, barrier):
    with app.app_context():
        wish = actions.Wish(queries.bookable_place(place_slug), moment, "info", (), "hu", Contact(), new_token())
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


def test_of_eight_people_in_two_processes_exactly_one_gets_a_free_time_twenty_times_out_of_twenty(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'race.db'}"
    app = create_app(
        Settings(_env_file=None, data_dir=tmp_path, database_url=url, secret_key="race", async_mode="threading")
    )
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
    engine = create_engine(url)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CITIZENS, str(tmp_path), url, str(PEOPLE_EACH)]
    with ExitStack() as stack:
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
            _leave_one_desk(engine, start)
            for process in processes:
                process.stdin.write(start.isoformat() + "\n")
                process.stdin.flush()
            answers = [word for process in processes for word in process.stdout.readline().split()]
            assert sorted(answers) == ["taken"] * (PROCESSES * PEOPLE_EACH - 1) + ["won"], f"round {number}"
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT count(*) FROM booking_slot WHERE booking_id > 0")).scalar()
        assert rows == ROUNDS * 3
    engine.dispose()
    app.extensions["engine"].dispose()


def _leave_one_desk(engine, start: datetime) -> None:
    with engine.begin() as connection:
        for minute in (0, 5, 10):
            piece = start.replace(minute=start.minute + minute, tzinfo=None)
            connection.execute(
                text(
                    "INSERT INTO booking_slot (location, desk, start_at, booking_id) VALUES ('telekucko', 2, :at, -1)"
                ),
                {"at": f"{piece:%Y-%m-%d %H:%M:%S.%f}"},
            )
