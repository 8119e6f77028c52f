"""Lets the simulated citizens speak: every serving process looks a few times a minute."""

from __future__ import annotations

from app.conversations import live
from app.training import actions


def look() -> None:
    """Say what is due; show at the learner's desk that the citizen is writing what is not."""
    for conversation_id in actions.play():
        live.typing(live.DESK, conversation_id, {"author": "citizen", "in": conversation_id})
