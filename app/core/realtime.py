"""The Socket.IO server. `ASYNC_MODE`, `REDIS_URL` and `CHAT_CONNECTIONS` are its deployment knobs."""

from flask import Flask
from flask_socketio import SocketIO

from app.config import Settings

socketio = SocketIO()


def init_app(app: Flask, settings: Settings) -> None:
    """Attach the server; with `REDIS_URL` several processes share their rooms."""
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
    )
