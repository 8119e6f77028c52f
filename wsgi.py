"""The server's entry; the only file that knows which server runs us. Everything else is plain Flask."""

import os
import warnings

# What the library says about its own future is answered in docs/decisions/0003-eventlet-confined.md.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
if __name__ == "__main__" and os.environ.get("ASYNC_MODE", "eventlet") == "eventlet":
    # Locks made before this line would hang later, so it comes before every other import. Commands of `flask` come
    # here with everything imported already; they serve nobody and need no patching.
    import eventlet

    eventlet.monkey_patch()
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

import gc
import logging
import socket
import sys
from collections.abc import Callable
from typing import Any

from app import create_app
from app.config import Settings
from app.core import db, jobs, periodic
from app.core.realtime import socketio
from app.core.site import greeting

app = create_app()


def yield_between_requests(wsgi: Callable[..., Any]) -> Callable[..., Any]:
    """Let who waits go first.

    A connection whose next request is there already would be served on and on, and the others starve: with eight
    people booking at once this takes the slowest twentieth of the answers from 130 ms to 35.
    """

    def waiting(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        socketio.sleep(0)
        return wsgi(environ, start_response)

    return waiting


def require_free_address(host: str, port: int) -> None:
    """Stop with one sentence when the address cannot be listened on, before anyone is told to open it."""
    try:
        family, kind, _protocol, _name, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except OSError as error:
        raise SystemExit(f"Cannot listen on HOST={host} PORT={port}: {error.strerror}.") from None


def serve() -> None:
    """Say where the service is, then serve until stopped."""
    settings: Settings = app.extensions["settings"]
    require_free_address(settings.host, settings.port)
    with app.app_context():
        db.require_database()
        sys.stdout.write("\n".join(greeting()) + "\n")
        sys.stdout.flush()
    # What lives as long as the process need not be looked at by every collection: fewer and shorter pauses.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    if settings.async_mode == "eventlet":
        options = {"max_size": settings.chat_connections, "log_output": False}
        app.wsgi_app = yield_between_requests(app.wsgi_app)  # type: ignore[method-assign]
    else:
        options = {"allow_unsafe_werkzeug": True}
    jobs.start(app)
    periodic.start(app)
    socketio.run(app, host=settings.host, port=settings.port, **options)


if __name__ == "__main__":
    serve()
