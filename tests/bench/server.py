"""The server processes to measure: ours with demo content and without rate limits, and the bare yardstick."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.support.server import ROOT, environment, flask, free_port

TICK = os.sysconf("SC_CLK_TCK")


class Measured:
    """A server process whose processor time can be read."""

    url: str
    port: int
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Return the seconds of processor time that the server has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def _wait_for(self, path: str) -> None:
        for _attempt in range(300):
            try:
                urllib.request.urlopen(self.url + path, timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server to be measured did not start")


class BareServer(Measured):
    """Run the yardstick on a free port; stop it at the end of the block."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bare-"))
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"

    def __enter__(self) -> BareServer:
        script = Path(__file__).with_name("bare_server.py")
        command = [sys.executable, str(script), str(self.port), f"{self.folder}/bare.db"]
        self.process = subprocess.Popen(command, cwd=ROOT)
        self._wait_for("/page")
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Server(Measured):
    """Run `wsgi.py` on a free port; stop it at the end of the block."""

    def __init__(self, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = environment(self.folder, self.port, LOG_LEVEL="ERROR", **settings)

    def __enter__(self) -> Server:
        flask(self.environment, "prepare")
        self.process = subprocess.Popen(
            [sys.executable, "wsgi.py"], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
        self._wait_for("/healthz")
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
