"""Decides when an e-mail that was not handed over is tried again, and when that is given up."""

from __future__ import annotations

from datetime import timedelta

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
# With these delays the last attempt comes 50 hours after the first one, if every attempt is refused at once.
MOST_ATTEMPTS = 17
# Longer than a conversation with a mail server that answers each command just in time.
LEASE = timedelta(minutes=5)


def delay_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts; None when there have been enough."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return min(FIRST_DELAY * (1 << (attempts - 1)), LONGEST_DELAY)
