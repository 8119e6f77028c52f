"""Lets each serving process look, a few times a minute, at what changes by itself: hours that turn, people who go."""

from __future__ import annotations

import logging

from flask import Flask, current_app

from app.core import clock
from app.core.realtime import socketio

log = logging.getLogger(__name__)
INTERVAL_S = 5
# After a restart, browsers find the way back within so many seconds.
SETTLED_AFTER_S = 90


def start(app: Flask) -> None:
    """Begin to look, for as long as the process lives."""
    app.extensions["serving_since"] = clock.monotonic()
    socketio.start_background_task(_loop, app)


def _loop(app: Flask) -> None:
    while True:
        socketio.sleep(INTERVAL_S)
        run_once(app)


def run_once(app: Flask) -> None:
    """Look once. One room's failure keeps no other room from looking."""
    for feature in app.extensions["features"]:
        if feature.every_5_seconds:
            try:
                with app.app_context():
                    feature.every_5_seconds()
            except Exception:
                log.exception("%s could not look", feature.name)


def recently_started() -> bool:
    """Say whether this process has started so recently that people may not have reconnected yet."""
    since = current_app.extensions.get("serving_since")
    return since is not None and clock.monotonic() - since < SETTLED_AFTER_S
