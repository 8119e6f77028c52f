"""Decides how much one live line may send: far more than a person writes, far less than a program could."""

from __future__ import annotations

from app.core import clock

# A browser that was offline sends what it kept at once; after that, so many a second.
BURST = 60.0
A_SECOND = 10.0


class Allowance:
    """What one client may still send. With `limited` off everything is allowed."""

    __slots__ = ("_at", "_left", "_limited")

    def __init__(self, limited: bool) -> None:
        self._limited = limited
        self._left = BURST
        self._at = clock.monotonic()

    def spend(self) -> bool:
        """Take one sending from the allowance; False when there is none left."""
        if not self._limited:
            return True
        now = clock.monotonic()
        self._left = min(BURST, self._left + (now - self._at) * A_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
