"""The live line's server: what is computed beside it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from app.core import realtime


def test_few_long_works_run_at_once_and_all_of_them_end():
    """What one picture needs in memory, twenty at once would need twenty times."""
    running, most, lock = 0, 0, threading.Lock()
    full = threading.Barrier(realtime.APART_AT_ONCE)

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
    assert most == realtime.APART_AT_ONCE
