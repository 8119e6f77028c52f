"""A real server process to measure: prepared, filled with demo content, its own data folder, no rate limits."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """Start `wsgi.py` on a free port; stop it at the end of the block."""

    def __init__(self, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ, "HOST": "127.0.0.1", "PORT": str(self.port), "DATA_DIR": str(self.folder), "DEMO": "1",
            "RATE_LIMITS": "0", "CLOCK_START": "2026-11-24T16:05+01:00", "LOG_LEVEL": "ERROR", **environment,
        }  # fmt: skip

    def __enter__(self) -> Server:
        subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "prepare"], cwd=ROOT, env=self.environment, check=True)
        self.process = subprocess.Popen([sys.executable, "wsgi.py"], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)
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
