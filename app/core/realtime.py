"""The Socket.IO server, and work that must not block it. Settings: `ASYNC_MODE`, `REDIS_URL`, `CHAT_CONNECTIONS`.

Handlers are registered on the python-socketio server and not through Flask-SocketIO, which builds a whole request for
each event. Handlers open an application context only when they need one, so a message costs little more than storing
and sending it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask
from flask_socketio import SocketIO
from socketio import Namespace
from socketio.exceptions import ConnectionRefusedError as NotAdmitted

from app.config import Settings
from app.core import clock

__all__ = [
    "EventNamespace", "InitialEvents", "NotAdmitted", "add_namespace", "init_app", "run_in_thread", "socketio",
    "use_thread_runner",
]  # fmt: skip

socketio = SocketIO()
log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Handler = Callable[[str, Any], Any]
InitialEvents = Sequence[tuple[str, Mapping[str, Any]]]
ThreadRunner = Callable[..., Any]
# Protocol errors that are logged in one minute; further ones are dropped.
PROTOCOL_ERRORS_PER_MINUTE = 5
THREADS_AT_ONCE = 2


def init_app(app: Flask, settings: Settings) -> None:
    """Attach the server; with `REDIS_URL` several processes share their rooms."""
    protocol_log = logging.getLogger("realtime.protocol")
    protocol_log.setLevel(logging.ERROR)
    protocol_log.filters[:] = [ProtocolLogFilter()]
    socketio.init_app(
        app,
        async_mode=settings.async_mode,
        message_queue=f"{settings.redis_url}?max_connections=5000" if settings.redis_url else None,
        # One client's events are handled in order; with several processes they would overtake each other otherwise.
        async_handlers=False,
        ping_interval=25,
        ping_timeout=60,
        max_http_buffer_size=64 * 1024,
        manage_session=False,
        logger=protocol_log,
        engineio_logger=protocol_log,
    )


def add_namespace(app: Flask, namespace: EventNamespace) -> None:
    """Register `namespace` on the server."""
    namespace.app = app
    socketio.server.register_namespace(namespace)


class _Threads:
    """How blocking work is executed, and how much of it at once."""

    def __init__(self) -> None:
        self.free = threading.BoundedSemaphore(THREADS_AT_ONCE)
        self.execute: ThreadRunner | None = None


_threads = _Threads()


def use_thread_runner(execute: ThreadRunner) -> None:
    """Let `run_in_thread` call `execute(work, *arguments, **named)`, which runs `work` in a real thread.

    Only an entry point whose server runs everything in one thread needs this (`wsgi.py`).
    """
    _threads.execute = execute


def run_in_thread(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Run long computations without blocking the server's event loop, and return their result.

    Without a thread runner the work runs in the caller's own thread. At most `THREADS_AT_ONCE` run at the same time,
    because each of them may need much memory.
    """
    with _threads.free:
        if _threads.execute is None:
            return work(*arguments, **named)
        return cast(T, _threads.execute(work, *arguments, **named))


class EventNamespace(Namespace):  # type: ignore[misc]
    """One Socket.IO namespace. A client may send only the events in `handlers`; their exceptions are only logged."""

    app: Flask

    def __init__(self, name: str, handlers: Mapping[str, Handler]) -> None:
        super().__init__(name)
        self.handlers = handlers

    def connected(self, sid: str, environ: Mapping[str, Any], auth: object) -> InitialEvents:
        """Return the first events for a client that may connect. Raise `NotAdmitted` for any other."""
        raise NotImplementedError

    def disconnected(self, sid: str) -> None:
        """Clean up after a client that has disconnected."""
        raise NotImplementedError

    def trigger_event(self, event: object, sid: str, *arguments: Any) -> Any:
        """Pass an event to its handler and return the acknowledgement for the client."""
        if event == "connect" and arguments and arguments[0] is self.server.get_environ(sid, self.namespace):
            with self.app.app_context():
                initial = self.connected(sid, *arguments)
            self.server.start_background_task(self._send_initial, sid, initial)
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

    def _send_initial(self, sid: str, initial: InitialEvents) -> None:
        # The client must learn that it is admitted before it receives anything else.
        while self.server.manager.is_pre_connected(sid, self.namespace):
            self.server.sleep(0)
        for event, data in initial:
            self.emit(event, data, to=sid)
        # Events of the room may have arrived before these: only from here on is the client's state complete.
        self.emit("greeted", {}, to=sid)


class ProtocolLogFilter(logging.Filter):
    """Shortens and limits log records about malformed data that clients send."""

    def __init__(self) -> None:
        super().__init__()
        self._minute, self._count = 0, 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Remove the traceback, which shows only third-party code; return False when this minute had too many."""
        record.exc_info = record.exc_text = None
        minute = int(clock.monotonic() // 60)
        self._count = self._count + 1 if minute == self._minute else 1
        self._minute = minute
        return self._count <= PROTOCOL_ERRORS_PER_MINUTE
