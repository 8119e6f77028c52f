"""A real server for tests that need one: its own process, port, data folder, and a clock that starts on a Tuesday."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPEN_TUESDAY = "2026-11-24T16:05+01:00"
PATIENCE_S = 60
LINKS = """
import sys
from app import create_app
from app.accounts.actions import make_demo_link

with create_app().app_context():
    for role in sys.argv[2:]:
        print(role, *(make_demo_link(role)[1] for _number in range(int(sys.argv[1]))))
"""


@dataclass(frozen=True)
class Server:
    """A running server: where it is, where its data and its log are."""

    url: str
    data: Path
    log: Path
    environment: dict[str, str]

    def flask(self, *arguments: str) -> str:
        """Run `flask …` against this server's data and return what it printed."""
        return flask(self.environment, *arguments)

    def sign_in_links(self, number: int, *roles: str) -> dict[str, list[str]]:
        """Create that many one-time links of the demonstration for each role."""
        made = [line.split() for line in run(self.environment, "-c", LINKS, str(number), *roles).splitlines()]
        return {role: [f"{self.url}/staff/proba/{token}" for token in tokens] for role, *tokens in made}


def environment(data: Path, port: int, **settings: str) -> dict[str, str]:
    """Return the environment of a demonstration that starts on an open Tuesday."""
    return {
        **os.environ, "HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": str(data), "DEMO": "1", "DATABASE_URL": "",
        "CLOCK_START": OPEN_TUESDAY, "RATE_LIMITS": "0", "CHAT_LIMIT": "20", "PYTHONUNBUFFERED": "1", **settings,
    }  # fmt: skip


def flask(env: dict[str, str], *arguments: str) -> str:
    """Run one `flask` command and return what it printed."""
    return run(env, "-m", "flask", "--app", "wsgi", *arguments)


def run(env: dict[str, str], *arguments: str) -> str:
    """Run Python beside the server and return what it printed."""
    # A command serves nobody, so it needs none of the server's patched modules.
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env={**env, "ASYNC_MODE": "threading"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"python {' '.join(arguments)} failed:\n{done.stderr[-3000:]}"
    return done.stdout


def prepared_data(shared: Path) -> Path:
    """Return a prepared data folder; the first test worker prepares it for all."""
    folder = shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = shared / "preparing"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            env = environment(making, free_port())
            flask(env, "prepare")
            making.rename(folder)
    return folder


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(prepared: Path, folder: Path, **settings: str) -> Iterator[Server]:
    """Serve a copy of `prepared` from `folder` for the block."""
    data, log, port = folder / "data", folder / "server.log", free_port()
    shutil.copytree(prepared, data)
    env = environment(data, port, **settings)
    server = Server(f"http://localhost:{port}", data, log, env)
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "wsgi.py"], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_well(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_well(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise AssertionError(f"the server did not start; its log says:\n{server.log.read_text()[-3000:]}")
