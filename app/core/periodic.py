"""Runs the `every_5_seconds` hooks of the features in each serving process."""

from __future__ import annotations

import logging

from flask import Flask, current_app

from app.core import clock
from app.core.realtime import socketio

log = logging.getLogger(__name__)
INTERVAL_S = 5
# After a restart, browsers need up to this long to reconnect.
RECONNECT_TIME_S = 90


def start(app: Flask) -> None:
    """Run the hooks in the background for as long as the process runs."""
    app.extensions["serving_since"] = clock.monotonic()
    socketio.start_background_task(_loop, app)


def _loop(app: Flask) -> None:
    while True:
        socketio.sleep(INTERVAL_S)
        run_once(app)


def run_once(app: Flask) -> None:
    """Run every hook once. A failing hook does not keep the others from running."""
    for feature in app.extensions["features"]:
        if feature.every_5_seconds:
            try:
                with app.app_context():
                    feature.every_5_seconds()
            except Exception:
                log.exception("periodic work of %s failed", feature.name)


def recently_started() -> bool:
    """Return whether this process has started so recently that people may not have reconnected yet."""
    since = current_app.extensions.get("serving_since")
    return since is not None and clock.monotonic() - since < RECONNECT_TIME_S
