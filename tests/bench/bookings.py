"""Bookings over the public interface: how many a second with eight at once, and who wins a race for one free time."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from typing import Any

from tests.bench.server import BareServer, Server

TOGETHER = 8
ROUNDS = 20
DESKS = {"kamaraerdei-kozossegi-haz": 2, "telekucko": 2, "varosi-konyvtar": 2, "varoshaza": 4}
HEADERS = {"Content-Type": "application/json"}


def measure(server: Server) -> dict[str, Any]:
    """Race for single free times first, then book what is left as fast as it goes."""
    race = [_race(server.port, number) for number in range(ROUNDS)]
    wishes = [
        wish for place, desks in DESKS.items() for slot in _free(server.port, place) for wish in [(place, slot)] * desks
    ]
    spent, lock = [], threading.Lock()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        while True:
            with lock:
                if not wishes:
                    return
                place, start = wishes.pop()
            began = time.perf_counter()
            status = _book(connection, place, start)
            took = time.perf_counter() - began
            # Of a time with one desk already raced for, the last wish is refused; only bookings count.
            if status == http.HTTPStatus.CREATED:
                with lock:
                    spent.append(took)

    began = time.perf_counter()
    _together(work)
    lasted = time.perf_counter() - began
    centiles = statistics.quantiles(spent, n=100)
    return {
        **_bare_inserts(len(spent)),
        "bookings": len(spent),
        "per_second": round(len(spent) / lasted),
        "p50_ms": round(centiles[49] * 1000, 1),
        "p95_ms": round(centiles[94] * 1000, 1),
        "race_rounds": ROUNDS,
        "race_single_winner": sum(statuses == [201] + [409] * (TOGETHER - 1) for statuses in race),
    }


def _bare_inserts(number: int) -> dict[str, Any]:
    """Insert as many rows through the bare server, with as many clients at once."""
    left, spent, lock = [number], [], threading.Lock()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        while True:
            with lock:
                if not left[0]:
                    return
                left[0] -= 1
            began = time.perf_counter()
            connection.request("POST", "/insert", json.dumps({"text": "x"}), HEADERS)
            assert connection.getresponse().read()
            with lock:
                spent.append(time.perf_counter() - began)

    with BareServer() as server:
        began = time.perf_counter()
        _together(work)
        lasted = time.perf_counter() - began
    return {
        "bare_per_second": round(len(spent) / lasted),
        "bare_p95_ms": round(statistics.quantiles(spent, n=100)[94] * 1000, 1),
    }


def _race(port: int, number: int) -> list[int]:
    """Let eight press for a time at which one desk is left; return their statuses in order."""
    start = _free(port, "telekucko")[0]
    assert _book(http.client.HTTPConnection("127.0.0.1", port), "telekucko", start) == http.HTTPStatus.CREATED, number
    statuses: list[int] = []
    barrier = threading.Barrier(TOGETHER)

    def press() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.connect()
        barrier.wait()
        statuses.append(_book(connection, "telekucko", start))

    _together(press)
    return sorted(statuses)


def _together(work: Any) -> None:
    threads = [threading.Thread(target=work) for _person in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _free(port: int, place: str) -> list[str]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/api/v1/locations/{place}/slots")
    return [slot["start"] for slot in json.loads(connection.getresponse().read())["slots"]]


def _book(connection: http.client.HTTPConnection, place: str, start: str) -> int:
    body = json.dumps({"location": place, "start": start, "service": "info", "needs": [], "language": "hu"})
    connection.request("POST", "/api/v1/appointments", body, HEADERS)
    response = connection.getresponse()
    response.read()
    return response.status


if __name__ == "__main__":
    with Server() as running:
        print(json.dumps(measure(running), indent=2))
