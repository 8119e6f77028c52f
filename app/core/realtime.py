"""The Socket.IO server. `ASYNC_MODE`, `REDIS_URL` and `CHAT_CONNECTIONS` are its deployment knobs.

Handlers stand on the server itself, not on Flask-SocketIO, which builds a whole request for each event: ours get an
application context where they ask for one, so that a message costs little more than storing and sending it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask
from flask_socketio import SocketIO
from socketio import Namespace
from socketio.exceptions import ConnectionRefusedError as NotAdmitted

from app.config import Settings
from app.core import clock

__all__ = ["Events", "Greetings", "NotAdmitted", "add_namespace", "init_app", "run_in_thread", "socketio"]

socketio = SocketIO()
log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Handler = Callable[[str, Any], Any]
Greetings = Sequence[tuple[str, Mapping[str, Any]]]
# What may be wrong on a line in one minute before the log only counts.
LOGGED_A_MINUTE = 5
APART_AT_ONCE = 2
_desks = threading.BoundedSemaphore(APART_AT_ONCE)


def init_app(app: Flask, settings: Settings) -> None:
    """Attach the server; with `REDIS_URL` several processes share their rooms."""
    protocol_log = logging.getLogger("realtime.protocol")
    protocol_log.setLevel(logging.ERROR)
    protocol_log.filters[:] = [Calm()]
    socketio.init_app(
        app,
        async_mode=settings.async_mode,
        message_queue=f"{settings.redis_url}?max_connections=5000" if settings.redis_url else None,
        # Handlers of one client run in order: with several processes they overtake each other otherwise.
        async_handlers=False,
        ping_interval=25,
        ping_timeout=60,
        max_http_buffer_size=64 * 1024,
        manage_session=False,
        logger=protocol_log,
        engineio_logger=protocol_log,
    )


def add_namespace(app: Flask, namespace: Events) -> None:
    """Let `namespace` answer its clients."""
    namespace.app = app
    socketio.server.register_namespace(namespace)


def run_in_thread(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Do long computing beside the server's one loop, where it has one, so that nobody waits for it meanwhile.

    Few such works run at once: what one of them needs in memory, twenty would need twenty times.
    """
    with _desks:
        if socketio.async_mode == "eventlet":
            return cast(T, import_module("eventlet.tpool").execute(work, *arguments, **named))
        return work(*arguments, **named)


class Events(Namespace):  # type: ignore[misc]
    """One namespace. `handlers` names the only events that a client may send; nothing that it sends raises."""

    app: Flask

    def __init__(self, name: str, handlers: Mapping[str, Handler]) -> None:
        super().__init__(name)
        self.handlers = handlers

    def connected(self, sid: str, environ: Mapping[str, Any], auth: object) -> Greetings:
        """Admit a client and return what to send it first, or raise `NotAdmitted`."""
        raise NotImplementedError

    def disconnected(self, sid: str) -> None:
        """Forget a client."""
        raise NotImplementedError

    def trigger_event(self, event: object, sid: str, *arguments: Any) -> Any:
        """Pass an event on to its handler; the return value is the acknowledgement."""
        if event == "connect" and arguments and arguments[0] is self.server.get_environ(sid, self.namespace):
            with self.app.app_context():
                greetings = self.connected(sid, *arguments)
            self.server.start_background_task(self._greet, sid, greetings)
            return None
        if event == "disconnect":
            return self.disconnected(sid)
        handler = self.handlers.get(event) if isinstance(event, str) else None
        if handler is None:
            return {"error": "unknown-event"}
        try:
            return handler(sid, arguments[0] if arguments else None)
        except Exception:
            log.exception("%s %s failed", self.namespace, event)
            return {"error": "failed"}

    def _greet(self, sid: str, greetings: Greetings) -> None:
        # A client hears that it is admitted before it hears anything else.
        while self.server.manager.is_pre_connected(sid, self.namespace):
            self.server.sleep(0)
        for event, data in greetings:
            self.emit(event, data, to=sid)
        # News of the room may have overtaken these: only from here on has the client everything up to its newest.
        self.emit("greeted", {}, to=sid)


class Calm(logging.Filter):
    """Makes one short line of each fault that a client's bytes cause, and few lines of many."""

    def __init__(self) -> None:
        super().__init__()
        self._minute, self._count = 0, 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop the traceback, which shows only our libraries; drop the line when there were many."""
        record.exc_info = record.exc_text = None
        minute = int(clock.monotonic() // 60)
        self._count = self._count + 1 if minute == self._minute else 1
        self._minute = minute
        return self._count <= LOGGED_A_MINUTE
