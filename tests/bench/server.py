"""A real server process to measure: prepared, filled with demo content, its own data folder, no rate limits."""

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


class Server:
    """Start `wsgi.py` on a free port; stop it at the end of the block."""

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
        for _attempt in range(200):
            try:
                urllib.request.urlopen(self.url + "/healthz", timeout=1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server to be measured did not start")

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cpu(self) -> float:
        """Seconds of processor time that the server has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK
