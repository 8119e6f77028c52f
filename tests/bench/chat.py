"""Chat: what a message costs beside a bare relay in the same run, its round trip, and how many lines are held.

Two connections a conversation; a message counts when its sender knows that it is stored and the other has it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from tests.bench.server import ROOT, BareServer, Server

HERE = Path(__file__).parent
TALKING = 500
MANY = 1000
HELD = 2000
IDLE = 200
SECONDS = 8
IDLE_SECONDS = 30
QUIET_RATE = 200
NEW = b'{"channel": "chat", "language": "hu"}'


def measure() -> dict[str, Any]:
    """Measure the yardstick, then ours."""
    with BareServer() as server:
        given = {"kind": "bare", "port": server.port, "pid": server.process.pid}
        rooms = [{"sides": [{}, {}]} for _ in range(MANY // 2)]
        bare = _run(**given, rooms=rooms[: TALKING // 2], seconds=SECONDS)
        quiet = _run(**given, rooms=rooms, seconds=SECONDS, rate=QUIET_RATE)
        silent = _run(**given, rooms=rooms[: IDLE // 2], seconds=0, idle=IDLE_SECONDS)
    bare |= {"quiet": quiet, "idle_cores": silent["idle_cores"]}
    with Server() as server:
        return _ours(server, bare)


def _ours(server: Server, bare: dict[str, Any]) -> dict[str, Any]:
    """Run at full speed for the cost, at a quiet rate for the round trip, silent, and last with all lines open."""
    ours = {"kind": "ours", "port": server.port, "pid": server.process.pid}
    rooms = [_room(server) for _ in range(HELD // 2)]
    busy = _run(**ours, rooms=rooms[: TALKING // 2], seconds=SECONDS)
    quiet = _run(**ours, rooms=rooms[: MANY // 2], seconds=SECONDS, rate=QUIET_RATE)
    silent = _run(**ours, rooms=rooms[: IDLE // 2], seconds=0, idle=IDLE_SECONDS)
    held = _run(**ours, rooms=rooms, seconds=0)
    return {
        "connections_held": held["held"],
        "us_per_message": busy["us_per_message"],
        "bare_us_per_message": bare["us_per_message"],
        "ratio": round(busy["us_per_message"] / bare["us_per_message"], 2),
        "messages_per_second": busy["per_second"],
        "bare_per_second": bare["per_second"],
        "idle_cores": silent["idle_cores"],
        "bare_idle_cores": bare["idle_cores"],
        "bare_p50": bare["quiet"]["p50"],
        "bare_p95": bare["quiet"]["p95"],
        "bare_p99": bare["quiet"]["p99"],
        "p50": quiet["p50"],
        "p95": quiet["p95"],
        "p99": quiet["p99"],
        "lost": busy["sent"] - busy["complete"] + quiet["sent"] - quiet["complete"],
    }


def _room(server: Server) -> dict[str, Any]:
    """Open a conversation and let two browsers hold it."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/v1/conversations", data=NEW, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:
        opened = json.load(response)
    side = {"namespace": "/chat", "auth": {"id": opened["id"], "token": opened["token"]}}
    return {"sides": [side, side]}


def _run(**options: Any) -> dict[str, Any]:
    """Let the client do its part and return what it found."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as plan:
        json.dump(options, plan)
        plan.flush()
        # On a machine without node, the set-up puts one beside Python.
        path = f"{os.environ['PATH']}:{Path(sys.executable).parent}"
        done = subprocess.run(
            ["node", str(HERE / "chat_client.mjs"), plan.name],
            cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(measure()))
