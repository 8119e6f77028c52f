"""Socket.IO clients inside the test's own process."""

from __future__ import annotations

import threading
from typing import Any

from flask import Flask
from flask_socketio import SocketIOTestClient

from app.core import db
from app.core.realtime import socketio

PATIENCE_S = 5.0


class Line:
    """One client of one namespace, with what it has heard."""

    def __init__(self, app: Flask, namespace: str, auth: Any, http: Any = None) -> None:
        self.namespace = namespace
        self.heard: list[tuple[str, Any]] = []
        db.session().commit()
        self.client = SocketIOTestClient(app, socketio, namespace=namespace, auth=auth, flask_test_client=http)
        # The server sends the initial events from a thread of its own.
        for thread in threading.enumerate():
            if "_send_initial" in thread.name:
                thread.join(PATIENCE_S)

    @property
    def connected(self) -> bool:
        return self.client.is_connected(self.namespace)

    def send(self, event: str, *data: Any) -> Any:
        """Send an event and return its acknowledgement."""
        # The tests' database is one connection: what the test has looked at must not hold it.
        db.session().commit()
        return self.client.emit(event, *data, namespace=self.namespace, callback=True)

    def all(self, event: str) -> list[Any]:
        """Return everything of this kind that was heard so far."""
        self.heard += [(item["name"], item["args"][0]) for item in self.client.get_received(self.namespace)]
        return [data for name, data in self.heard if name == event]
