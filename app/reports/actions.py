"""Store staffing samples and daily counts; erase old ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert

from app.core import clock
from app.core.db import affected_rows, transaction
from app.core.settings import settings
from app.events import PresenceChanged
from app.presence import queries as presence
from app.presence.models import PresenceState
from app.reports import queries, tallies
from app.reports.models import DailyCount, StaffingSample
from app.reports.periods import LONGEST_DAYS, Period
from app.reports.tallies import DayCounts

KEPT = timedelta(days=400)
COUNTS_KEPT = timedelta(days=5 * 366)


def count_staffing(_event: PresenceChanged) -> None:
    """Store how many operators are there now, when it differs from the last sample."""
    there = [one for one in presence.everyone() if one.role in queries.ANSWERING]
    here = sum(one.state == PresenceState.HERE for one in there)
    counts = (here, len(there) - here)
    with transaction() as current:
        if queries.last_staffing_counts() != counts:
            current.add(StaffingSample(at=clock.now(), here=counts[0], paused=counts[1]))


def count_and_erase(now: datetime) -> dict[str, int]:
    """Count the finished days, before other rooms erase their data, and erase old counts; return how many of each."""
    return {"days counted": count_days(now), **erase_old(now)}


def count_days(now: datetime) -> int:
    """Store the counts of each finished day whose conversations may still exist; return how many days changed.

    Outcomes are often noted days later, so a day is counted again as long as its conversations exist. Once some of
    them are erased, the stored counts stay.
    """
    yesterday = clock.local(now).date() - timedelta(days=1)
    reach = min(settings().keep_transcripts_days, LONGEST_DAYS)
    period = Period(yesterday - timedelta(days=reach), yesterday)
    stored = queries.stored_daily_counts(period)
    changed = 0
    for day, found in queries.current_daily_counts(period).items():
        before = stored.get(day, DayCounts())
        known = tallies.more_complete(found, before)
        if known != before:
            _write(day, known)
            changed += 1
    return changed


def _write(day: date, known: DayCounts) -> None:
    cells = known.conversations + known.answers
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
    """Erase counts that are too old for any report; they hold no personal data."""
    with transaction() as current:
        old = current.execute(delete(StaffingSample).where(StaffingSample.at < now - KEPT))
        days = current.execute(delete(DailyCount).where(DailyCount.day < clock.local(now - COUNTS_KEPT).date()))
    return {"staffing": affected_rows(old), "daily counts": affected_rows(days)}
