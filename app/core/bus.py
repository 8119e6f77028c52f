"""An event bus: events are published inside a transaction, listeners run after it has committed."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, current_app

from app.core import db

log = logging.getLogger(__name__)

Listener = Callable[[Any], None]


def init_app(app: Flask) -> None:
    """Prepare `app` for listeners."""
    app.extensions["bus"] = defaultdict(list)


def listen(app: Flask, kind: type, listener: Listener) -> None:
    """Call `listener(event)` after each transaction that has published an event of type `kind`."""
    app.extensions["bus"][kind].append(listener)


def publish(event: object) -> None:
    """Call the listeners of `event` once the current transaction has committed."""
    for listener in current_app.extensions["bus"][type(event)]:
        db.after_commit(partial(_notify, listener, event))


def _notify(listener: Listener, event: object) -> None:
    # The transaction has committed: a failing listener must neither undo it nor keep other listeners from running.
    try:
        listener(event)
    except Exception:
        log.exception("listener %s failed for %s", listener.__qualname__, type(event).__name__)
