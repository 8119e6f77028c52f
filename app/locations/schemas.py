"""What the room takes and answers on the public interface."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from app.core import clock
from app.core.schemas import Address, Answer, Moment, Query

# Beyond these years nobody plans, and the calendar library has no holidays.
FIRST_YEAR, LAST_YEAR = 2000, 2099
# Python takes any sign between the day and the time; ISO 8601 writes a T, and RFC 3339 admits a space.
MOMENT_SIGNS = re.compile(r"[0-9W-]+([T ][0-9:.,]+(Z|[ +-][0-9:]+)?)?")


def _moment(text: str) -> datetime | None:
    """Read a moment, of Budapest's time unless it says another offset; None when nothing is given."""
    written = text.strip().upper()
    if not text:
        return None
    try:
        # A plus sign that was not escaped arrives as a space.
        moment = datetime.fromisoformat(written.replace(" ", "+")) if MOMENT_SIGNS.fullmatch(written) else None
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        example = "2026-11-24T16:05:00+01:00"
        raise ValueError(f"must be an ISO 8601 moment between {FIRST_YEAR} and {LAST_YEAR}, for instance {example}")
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.BUDAPEST)


class HoursQuestion(Query):
    """Whose hours are asked for, and when."""

    channel: str = Field("", description="`chat` when neither a channel nor a location is named.")
    location: str = Field("", description="Not with a channel.")
    at: Annotated[
        datetime | None,
        BeforeValidator(_moment),
        WithJsonSchema({"type": "string", "format": "date-time"}),
        Field(description="Now when left out."),
    ] = None


class HoursWindow(Answer):
    """A time without a break in which a channel or a place is open."""

    opens: Moment = Field(serialization_alias="from")
    closes: Moment = Field(serialization_alias="to")
    by_appointment: bool


class HoursReason(Answer):
    """Why a day is not an ordinary one."""

    kind: Literal["holiday", "rest-day", "working-day", "exception"]
    text: str


class OpenState(Answer):
    """Whether a channel or a place is open."""

    open: bool
    closes_at: Moment | None
    next_opening: Moment | None = Field(
        description="The next moment at which closed becomes open; while open, the opening after this one."
    )
    windows: list[HoursWindow] = Field(description="The windows of the moment's whole day.")
    reason: HoursReason | None = Field(description="Why the day is not an ordinary one.")


class Hours(OpenState):
    """How it is."""

    channel: str = Field("", description="What was asked for, unless it was a place.")
    location: str = Field("", description="What was asked for, when it was a place.")
    at: Moment
    next_opening_text: str | None = Field(
        description="The next opening as one says it, in the language of the request: kedd 16.00."
    )
    sentence: str = Field(description="The same for citizens, in the language of the request.")


class LocationSummary(OpenState):
    """A place, and whether it is open now."""

    slug: str
    name: str
    kind: str
    address: str
    page: Address


class LocationDay(Answer):
    """A day of the coming week; its reason is empty when it is an ordinary one."""

    date: date
    windows: list[HoursWindow]
    reason: str


class LocationService(Answer):
    """What can be settled at a place."""

    id: str
    label: str


class LocationDesk(Answer):
    """A desk of a place."""

    number: int
    label: str
    wheelchair: bool


class Location(LocationSummary):
    """The place."""

    week: list[LocationDay]
    services: list[LocationService]
    desks: list[LocationDesk]
    accessibility: dict[str, Any]
    directions: str
    slot_minutes: int
    slot_minutes_longer: int


class Locations(Answer):
    """All places."""

    locations: list[LocationSummary]
