"""The only source of the current time. Tests set it; a demonstration may start it at a chosen time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BUDAPEST = ZoneInfo("Europe/Budapest")

_offset = timedelta()
_frozen: datetime | None = None


def now() -> datetime:
    """Return the current time as an aware datetime in UTC."""
    return _frozen or datetime.now(UTC) + _offset


def local(moment: datetime) -> datetime:
    """Return `moment` in local time of Budapest."""
    return moment.astimezone(BUDAPEST)


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 with Budapest's offset."""
    return local(moment).isoformat(timespec="seconds")


def today() -> date:
    """Return the current date in Budapest."""
    return local(now()).date()


def monotonic() -> float:
    """Return the seconds of a monotonic clock, for measuring durations."""
    return time.monotonic()


def start_at(moment: datetime | None) -> None:
    """Let the clock run from `moment` on, or from the real time when it is None."""
    global _offset  # noqa: PLW0603 - one process has one clock
    _offset = moment - datetime.now(UTC) if moment else timedelta()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` for the block."""
    global _frozen  # noqa: PLW0603 - one process has one clock
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
