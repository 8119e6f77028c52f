"""The server's entry; the only file that knows which server runs us. Everything else is plain Flask."""

import os

if os.environ.get("ASYNC_MODE", "eventlet") == "eventlet":
    # Locks made before this line would hang later, so it comes before every other import. The warning that the
    # library prints about its own future is answered in docs/decisions/0003-eventlet-confined.md.
    import warnings

    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

import gc

from app import create_app
from app.core.realtime import socketio

app = create_app()


def serve() -> None:
    """Serve until stopped."""
    settings = app.extensions["settings"]
    # What lives as long as the process need not be looked at by every collection: fewer and shorter pauses.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    options = {"max_size": settings.chat_connections, "log_output": False} if settings.async_mode == "eventlet" else {"allow_unsafe_werkzeug": True}
    socketio.run(app, host=settings.host, port=settings.port, **options)


if __name__ == "__main__":
    serve()
