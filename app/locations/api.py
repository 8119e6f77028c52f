"""Public interface: hours at any moment, and the places."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.core import clock
from app.core.api import operation
from app.core.i18n import localized
from app.core.problems import ProblemType
from app.core.site import absolute_url
from app.locations import hours as engine
from app.locations import queries, schemas, words

blueprint = Blueprint("locations_api", __name__)

INVALID_MOMENT = ProblemType(400, "invalid-moment", "Invalid moment", "`at` must be a moment.")
ONE_AT_A_TIME = ProblemType(
    400, "one-at-a-time", "One at a time", "Ask for a `channel` or for a `location`, not for both."
)
UNKNOWN_CHANNEL = ProblemType(404, "unknown-channel", "Unknown channel", "There is no channel of this name.")
UNKNOWN_LOCATION = ProblemType(404, "unknown-location", "Unknown location", "There is no place of this name.")


@blueprint.get("/hours")
@operation("getHours", ONE_AT_A_TIME, UNKNOWN_CHANNEL, UNKNOWN_LOCATION, invalid=INVALID_MOMENT, localized=True)
def hours(query: schemas.HoursQuestion) -> schemas.Hours:
    """Say whether a channel, or a place, is open, now or at a moment."""
    if query.channel and query.location:
        raise ONE_AT_A_TIME.error()
    name = query.location or query.channel or "chat"
    timetable = _place_hours(name) if query.location else _channel_hours(name)
    state = timetable.at(query.at or clock.now())
    asked: dict[str, Any] = {"location" if query.location else "channel": name}
    return schemas.Hours(
        **asked,
        at=state.at,
        **_state(state),
        next_opening_text=words.opening(state.next_opening, state.at) if state.next_opening else None,
        sentence=words.place_sentence(state) if query.location else queries.state_sentence(state),
    )


def _place_hours(slug: str) -> engine.Hours:
    if place := queries.location(slug):
        return place.hours
    raise UNKNOWN_LOCATION.error(f"The locations are: {', '.join(place.slug for place in queries.locations())}.")


def _channel_hours(name: str) -> engine.Hours:
    if name in queries.channels():
        return queries.channel_timetable(name)
    raise UNKNOWN_CHANNEL.error(f"The channels are: {', '.join(queries.channels())}.")


@blueprint.get("/locations")
@operation("listLocations", localized=True)
def locations() -> schemas.Locations:
    """List the places."""
    return schemas.Locations(locations=[schemas.LocationSummary(**_summary(place)) for place in queries.locations()])


@blueprint.get("/locations/<slug>")
@operation("getLocation", UNKNOWN_LOCATION, localized=True)
def location(slug: str) -> schemas.Location:
    """Describe one place."""
    place = queries.location(slug)
    if place is None:
        raise UNKNOWN_LOCATION.error()
    return schemas.Location(
        **_summary(place),
        week=[
            schemas.LocationDay(date=day.date, windows=_windows(day.windows), reason=words.reason(day.reason))
            for day in queries.week(place.hours)
        ],
        services=[schemas.LocationService(id=name, label=localized(label)) for name, label in place.services.items()],
        desks=[
            schemas.LocationDesk(number=desk.number, label=localized(desk.label), wheelchair=desk.wheelchair)
            for desk in place.desks
        ],
        accessibility=place.data["accessibility"],
        directions=localized(place.data["directions"]["text"]),
        slot_minutes=place.slot_minutes,
        slot_minutes_longer=place.slot_minutes_longer,
    )


def _summary(place: queries.Location) -> dict[str, Any]:
    return {
        "slug": place.slug,
        "name": place.name,
        "kind": place.kind,
        "address": place.address,
        "page": absolute_url("locations.place", slug=place.slug),
        **_state(place.state()),
    }


def _state(state: engine.State) -> dict[str, Any]:
    return {
        "open": state.open,
        "closes_at": state.closes_at,
        "next_opening": state.next_opening,
        "windows": _windows(state.windows),
        "reason": {"kind": state.reason.kind, "text": words.reason(state.reason)} if state.reason else None,
    }


def _windows(windows: tuple[engine.Window, ...]) -> list[schemas.HoursWindow]:
    return [
        schemas.HoursWindow(opens=window.opens, closes=window.closes, by_appointment=window.by_appointment)
        for window in windows
    ]
