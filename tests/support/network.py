"""Switches the connection of a whole browser off and on, for its pages and its service worker.

Chromium's driver reaches only the page, so this speaks to the browser's own socket. It keeps one session a target:
a second session's mending does not lift the first one's cut.
"""

from __future__ import annotations

import json
import urllib.request
from itertools import count
from typing import Any

from selenium.webdriver import Chrome
from websocket import create_connection

CUT = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
WHOLE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
KINDS = {"page", "service_worker"}


class Network:
    """Switches the connection of one browser."""

    def __init__(self, driver: Chrome) -> None:
        address = driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
        with urllib.request.urlopen(f"http://{address}/json/version") as answer:
            endpoint = json.load(answer)["webSocketDebuggerUrl"]
        self._socket = create_connection(endpoint, suppress_origin=True, timeout=20)
        self._ids = count(1)
        self._sessions: dict[str, str] = {}

    def cut(self) -> None:
        """Switch the connection off."""
        self._set(CUT)

    def mend(self) -> None:
        """Switch the connection on."""
        self._set(WHOLE)

    def in_worker(self, script: str) -> None:
        """Run `script` in the service worker."""
        self._set(WHOLE)
        workers = [
            t for t in self._ask("Target.getTargets", filter=[{}])["targetInfos"] if t["type"] == "service_worker"
        ]
        self._ask("Runtime.evaluate", session=self._sessions[workers[0]["targetId"]], expression=script)

    def close(self) -> None:
        """Restore the connection and disconnect from the browser."""
        self.mend()
        self._socket.close()

    def _set(self, conditions: dict[str, Any]) -> None:
        targets = self._ask("Target.getTargets", filter=[{}])["targetInfos"]
        for target in targets:
            if target["type"] not in KINDS:
                continue
            if (known := target["targetId"]) not in self._sessions:
                self._sessions[known] = self._ask("Target.attachToTarget", targetId=known, flatten=True)["sessionId"]
                self._ask("Network.enable", session=self._sessions[known])
            self._ask("Network.emulateNetworkConditions", session=self._sessions[known], **conditions)

    def _ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        number = next(self._ids)
        message = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps({**message, "sessionId": session} if session else message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer.get("result", {})
