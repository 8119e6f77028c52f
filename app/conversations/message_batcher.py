"""Stores the messages that arrive in one turn of the server's loop in one transaction.

Each sender waits until its own message is safe. The first one of a turn stores for all: it lets the others arrive, then
writes what has gathered. A busy evening thus costs few commits; a quiet one costs nobody a wait.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from flask import Flask

from app.conversations import actions
from app.conversations.actions import NewMessage, Refused
from app.conversations.queries import Entry
from app.core.realtime import socketio

log = logging.getLogger(__name__)
FAILED = Refused("failed")


@dataclass(eq=False, slots=True)
class _Waiting:
    draft: NewMessage
    result: Entry | Refused = FAILED
    stored: threading.Event = field(default_factory=threading.Event)


class MessageBatcher:
    """Where live senders hand their messages in: citizens and operators alike."""

    def __init__(self) -> None:
        self._gathered: list[_Waiting] = []
        self._lock = threading.Lock()

    def post(self, app: Flask, draft: NewMessage) -> Entry | Refused:
        """Store `draft` and return what was stored, or why it was not."""
        mine = _Waiting(draft)
        with self._lock:
            self._gathered.append(mine)
            first = len(self._gathered) == 1
        if first:
            socketio.sleep(0)
            with self._lock:
                batch, self._gathered = self._gathered, []
            self._store(app, batch)
        else:
            mine.stored.wait()
        return mine.result

    @staticmethod
    def _store(app: Flask, batch: list[_Waiting]) -> None:
        try:
            with app.app_context():
                results = actions.post_messages([waiting.draft for waiting in batch])
            for waiting, result in zip(batch, results, strict=True):
                waiting.result = result
        except Exception:
            log.exception("%d messages were not stored", len(batch))
        finally:
            for waiting in batch:
                waiting.stored.set()


message_batcher = MessageBatcher()
