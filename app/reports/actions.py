"""Counts who is there whenever that changes, and erases old counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from app.core import clock
from app.core.db import count, transaction
from app.events import PresenceChanged
from app.presence import queries as presence
from app.presence.models import HERE
from app.reports import queries
from app.reports.models import StaffingSample

KEPT = timedelta(days=400)


def count_staffing(_event: PresenceChanged) -> None:
    """Write how many are there now, when it differs from what was written last."""
    there = [one for one in presence.everyone() if one.role in queries.ANSWERING]
    here = sum(one.state == HERE for one in there)
    counts = (here, len(there) - here)
    with transaction() as current:
        if queries.last_counts() != counts:
            current.add(StaffingSample(at=clock.now(), here=counts[0], paused=counts[1]))


def erase_old(now: datetime) -> dict[str, int]:
    """Erase counts that no report can ask for any more; they are nobody's personal data."""
    with transaction() as current:
        old = current.execute(delete(StaffingSample).where(StaffingSample.at < now - KEPT))
    return {"staffing": count(old)}
