"""Counts who is there whenever that changes, and every finished day in the night; erases old counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert

from app.core import clock
from app.core.db import affected_rows, transaction
from app.core.settings import settings
from app.events import PresenceChanged
from app.presence import queries as presence
from app.presence.models import HERE
from app.reports import queries, tallies
from app.reports.models import DailyCount, StaffingSample
from app.reports.periods import LONGEST_DAYS, Period
from app.reports.tallies import Day

KEPT = timedelta(days=400)
COUNTS_KEPT = timedelta(days=5 * 366)


def count_staffing(_event: PresenceChanged) -> None:
    """Write how many are there now, when it differs from what was written last."""
    there = [one for one in presence.everyone() if one.role in queries.ANSWERING]
    here = sum(one.state == HERE for one in there)
    counts = (here, len(there) - here)
    with transaction() as current:
        if queries.last_counts() != counts:
            current.add(StaffingSample(at=clock.now(), here=counts[0], paused=counts[1]))


def nightly(now: datetime) -> dict[str, int]:
    """Count the days that are over, before other rooms erase anything of them, and erase counts of long ago."""
    return {"days counted": count_days(now), **erase_old(now)}


def count_days(now: datetime) -> int:
    """Write the numbers of each finished day whose conversations may still be stored; say of how many they changed.

    What became of a contact is often noted days later, so a day is counted again while its conversations are
    stored. When some of them are gone, the numbers stay as they were.
    """
    yesterday = clock.local(now).date() - timedelta(days=1)
    reach = min(settings().keep_transcripts_days, LONGEST_DAYS)
    period = Period(yesterday - timedelta(days=reach), yesterday)
    stored = queries.days_stored(period)
    changed = 0
    for day, found in queries.days_now(period).items():
        before = stored.get(day, Day())
        known = tallies.fuller(found, before)
        if known != before:
            _write(day, known)
            changed += 1
    return changed


def _write(day: date, known: Day) -> None:
    cells = known.contacts + known.answers
    with transaction() as current:
        current.execute(delete(DailyCount).where(DailyCount.day == day))
        current.execute(
            insert(DailyCount),
            [
                {"day": day, "measure": measure, "about": " ".join(about), "minutes": int(minutes), "number": number}
                for (measure, about, minutes), number in cells.items()
            ],
        )


def erase_old(now: datetime) -> dict[str, int]:
    """Erase counts that no report can ask for any more; they are nobody's personal data."""
    with transaction() as current:
        old = current.execute(delete(StaffingSample).where(StaffingSample.at < now - KEPT))
        days = current.execute(delete(DailyCount).where(DailyCount.day < clock.local(now - COUNTS_KEPT).date()))
    return {"staffing": affected_rows(old), "daily counts": affected_rows(days)}
