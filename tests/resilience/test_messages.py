"""No message is lost or doubled, however often the server is killed or the citizens' network is cut, under load.

`make resilience` runs it; `KILLS` and `CUTS` say how often, `SEED` repeats a run. The citizens are the pages' own
outbox and sender in a process of their own; the server is the real one, on a real database file.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import ROOT, environment, flask, free_port

KILLS = int(os.environ.get("KILLS", "5"))
CUTS = int(os.environ.get("CUTS", "5"))
SEED = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
CONVERSATIONS = 10
# Each citizen writes so often: together 200 messages a second.
EVERY_MS = 50
NEW = b'{"channel": "chat", "language": "hu"}'
CITIZENS = Path(__file__).with_name("citizens.mjs")
PATIENCE_S = 60


class Service:
    """The real server, which can be killed and started again on the same data and port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder
        self.environment = environment(folder, self.port, LOG_LEVEL="ERROR")
        flask(self.environment, "prepare")

    def start(self) -> None:
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "wsgi.py"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).close()
                return
            assert self.process.poll() is None, (self.folder / "server.log").read_text()[-3000:]
            time.sleep(0.02)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def open(self) -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/conversations", data=NEW, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
            return json.load(response)

    def stored(self) -> dict[str, list[str]]:
        """The refs of what citizens wrote, by conversation, in the order of the database."""
        found: dict[str, list[str]] = {}
        with closing(sqlite3.connect(self.folder / "app.db")) as database:
            for public_id, ref in database.execute(
                "SELECT c.public_id, m.ref FROM message m JOIN conversation c ON c.id = m.conversation_id "
                "WHERE m.author = 'citizen' ORDER BY m.id"
            ):
                found.setdefault(public_id, []).append(ref)
        return found


class Network:
    """A way to the server that can be cut: what is under way is lost, and for a while nobody gets through."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.whole = threading.Event()
        self.whole.set()
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            if not self.whole.is_set():
                self._reset(client)
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            self.pairs.append((client, server))
            for source, drain in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=(source, drain), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, drain: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                drain.sendall(data)
        for end in (source, drain):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    @staticmethod
    def _reset(end: socket.socket) -> None:
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.shutdown(socket.SHUT_RDWR)
        end.close()

    def cut(self, seconds: float) -> None:
        """Lose everything that is under way; let nothing through for so long."""
        self.whole.clear()
        pairs, self.pairs = self.pairs, []
        for pair in pairs:
            for end in pair:
                self._reset(end)
        time.sleep(seconds)
        self.whole.set()

    def close(self) -> None:
        self.cut(0)
        self.listener.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path)
    service.start()
    yield service
    service.kill()


@contextmanager
def citizens(service: Service, port: int) -> Iterator[tuple[list[str], list[dict[str, Any]]]]:
    """Let citizens write for the block; fill in afterwards what each wrote and heard."""
    opened = [service.open() for _ in range(CONVERSATIONS)]
    plan = {"url": f"http://127.0.0.1:{port}", "conversations": opened, "every": EVERY_MS}
    path = f"{os.environ['PATH']}:{Path(sys.executable).parent}"
    process = subprocess.Popen(
        ["node", str(CITIZENS), json.dumps(plan)], cwd=ROOT, env={**os.environ, "PATH": path}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    found: list[dict[str, Any]] = []
    try:
        assert process.stdout.readline() == "writing\n"
        time.sleep(1)
        yield [one["id"] for one in opened], found
        told, _errors = process.communicate("stop\n", timeout=2 * PATIENCE_S)
        found.extend(json.loads(told))
    finally:
        process.kill()
        process.wait()


def check(service: Service, public_ids: list[str], found: list[dict[str, Any]], breaks: int) -> None:
    stored = service.stored()
    total = sum(len(one["written"]) for one in found)
    print(f"\nseed {SEED}: {breaks} breaks, {total} messages, {sum(len(refs) for refs in stored.values())} stored")
    assert len(found) == CONVERSATIONS
    for public_id, one in zip(public_ids, found, strict=True):
        assert one["refused"] == []
        assert one["unsent"] == 0
        assert one["connections"] > 1, "the line was never broken: nothing was proved"
        # Compared as lists: nothing lost, nothing twice, nothing out of order, with either side.
        assert stored[public_id] == one["written"]
        assert one["listener"] == one["written"]
        assert one["writer"] == one["written"]


def test_nothing_is_lost_or_doubled_when_the_server_is_killed(service: Service):
    chance = random.Random(SEED)
    with citizens(service, service.port) as (public_ids, found):
        for _time in range(KILLS):
            time.sleep(chance.uniform(0.2, 2))
            service.kill()
            time.sleep(chance.uniform(0, 0.5))
            service.start()
        time.sleep(1)
    check(service, public_ids, found, KILLS)


def test_nothing_is_lost_or_doubled_when_the_network_is_cut(service: Service):
    chance = random.Random(SEED)
    network = Network(service.port)
    try:
        with citizens(service, network.port) as (public_ids, found):
            for _time in range(CUTS):
                time.sleep(chance.uniform(0.2, 2))
                network.cut(chance.uniform(0, 3))
            time.sleep(1)
        check(service, public_ids, found, CUTS)
    finally:
        network.close()
