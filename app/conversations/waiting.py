"""Decides how long a wait is said to be: only from what was measured, as a range, or not at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# From fewer conversations nothing can be said.
ENOUGH = 10
# A place is said to be soon when an operator has room for it; somebody has to read the question first.
SOON = 2


@dataclass(frozen=True)
class WaitRange:
    """Between so many minutes and so many."""

    low: int
    high: int


def estimate(position: int, minutes: Sequence[float], places: int, free: int) -> WaitRange | None:
    """Return the wait of the citizen at `position`, from how many `minutes` earlier conversations took.

    `places` conversations are held at once, `free` of them by nobody now. The middle half of the measured times makes
    the range. None means that we do not know.
    """
    if len(minutes) < ENOUGH or places < 1 or position < 1:
        return None
    if position <= free:
        return WaitRange(0, SOON)
    ordered = sorted(minutes)
    quick, slow = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
    # So many conversations must end before it is this one's turn; `places` of them run at once.
    ends = (position - free) / places
    low = math.floor(quick * ends)
    return WaitRange(low, max(low + 1, SOON, math.ceil(slow * ends)))
