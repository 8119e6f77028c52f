"""The Socket.IO server: work that must not block it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core import realtime


def test_few_long_computations_run_at_once_and_all_of_them_finish():
    """What one picture needs in memory, twenty at once would need twenty times."""
    running, most, lock = 0, 0, threading.Lock()
    full = threading.Barrier(realtime.THREADS_AT_ONCE)

    def work(number: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        full.wait(10)
        with lock:
            running -= 1
        return number

    with ThreadPoolExecutor(8) as people:
        done = list(people.map(lambda number: realtime.run_in_thread(work, number), range(8)))
    assert done == list(range(8))
    assert most == realtime.THREADS_AT_ONCE


def test_the_thread_runner_of_the_entry_point_is_used(monkeypatch: pytest.MonkeyPatch):
    given: list[tuple[object, ...]] = []

    def execute(work, *arguments, **named):
        given.append((work, arguments, named))
        return work(*arguments, **named)

    monkeypatch.setattr(realtime, "_threads", realtime._Threads())
    realtime.use_thread_runner(execute)
    assert realtime.run_in_thread(int, "11", base=2) == 3
    assert given == [(int, ("11",), {"base": 2})]
