"""A small bus: `publish` inside a transaction, listeners run after it has committed."""

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
    """Give `app` an empty list of listeners."""
    app.extensions["bus"] = defaultdict(list)


def listen(app: Flask, kind: type, listener: Listener) -> None:
    """Call `listener(event)` after any transaction that published a `kind`."""
    app.extensions["bus"][kind].append(listener)


def publish(event: object) -> None:
    """Tell the listeners of `event` once the current transaction has committed."""
    for listener in current_app.extensions["bus"][type(event)]:
        db.after_commit(partial(_tell, listener, event))


def _tell(listener: Listener, event: object) -> None:
    # What has happened has happened: a listener's failure must neither undo nor hide it.
    try:
        listener(event)
    except Exception:
        log.exception("listener %s failed for %s", listener.__qualname__, type(event).__name__)
