"""Run the simulated citizens, every five seconds in each serving process."""

from __future__ import annotations

from app.conversations import live
from app.training import actions


def run_simulated_citizens() -> None:
    """Post the lines that are due; show at the learner's desk that the citizen is writing the others."""
    for conversation_id in actions.say_due_lines():
        live.typing(live.DESK, conversation_id, {"author": "citizen", "in": conversation_id})
