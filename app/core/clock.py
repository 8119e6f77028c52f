"""The only clock. Tests travel in it; a demonstration may start it at a chosen moment."""

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
    """Return this moment, aware, in UTC."""
    return _frozen or datetime.now(UTC) + _offset


def local(moment: datetime) -> datetime:
    """Return `moment` on Budapest's wall clock."""
    return moment.astimezone(BUDAPEST)


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 with Budapest's offset."""
    return local(moment).isoformat(timespec="seconds")


def today() -> date:
    """Return the date in Budapest, which is what citizens mean by today."""
    return local(now()).date()


def monotonic() -> float:
    """Return seconds that only ever grow, for measuring spans."""
    return time.monotonic()


def start_at(moment: datetime | None) -> None:
    """Let the clock run from `moment` on; from the true time when it is None."""
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
