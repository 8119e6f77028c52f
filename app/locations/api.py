"""Public interface: hours at any moment, and the places."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.core import clock
from app.core.api import Api, iso, problem
from app.core.i18n import localized
from app.core.site import absolute_url
from app.locations import queries, words
from app.locations.hours import Hours, State, Window

blueprint = Blueprint("locations_api", __name__)

# Beyond these years nobody plans, and the calendar library has no holidays.
FIRST_YEAR, LAST_YEAR = 2000, 2099
# Python takes any sign between the day and the time; ISO 8601 writes a T, and RFC 3339 admits a space.
MOMENT_SIGNS = re.compile(r"[0-9W-]+([T ][0-9:.,]+(Z|[ +-][0-9:]+)?)?")


@blueprint.get("/hours")
def hours() -> Response:
    """Say whether a channel, or a place, is open at a moment."""
    channel, place = request.args.get("channel"), request.args.get("location")
    if channel and place:
        return problem(400, "one-at-a-time", "One at a time", "Ask for a `channel` or for a `location`, not for both.")
    kind = "location" if place else "channel"
    name = place or channel or "chat"
    timetable = _timetable(kind, name)
    if timetable is None:
        names = ", ".join([found.slug for found in queries.locations()] if place else queries.channels())
        return problem(404, f"unknown-{kind}", f"Unknown {kind}", f"The {kind}s are: {names}.")
    moment = _moment(request.args.get("at", ""))
    if moment is None:
        detail = "`at` must be an ISO 8601 moment between 2000 and 2099, for instance 2026-11-24T16:05:00+01:00."
        return problem(400, "invalid-moment", "Invalid moment", detail)
    state = timetable.at(moment)
    sentence = words.place_sentence(state) if place else queries.state_sentence(state)
    following = words.opening(state.next_opening, state.at) if state.next_opening else None
    return jsonify({
        kind: name, "at": iso(state.at), **_state(state), "next_opening_text": following, "sentence": sentence,
    })  # fmt: skip


def _timetable(kind: str, name: str) -> Hours | None:
    if kind == "location":
        place = queries.location(name)
        return place.hours if place else None
    return queries.channel_timetable(name) if name in queries.channels() else None


@blueprint.get("/locations")
def locations() -> Response:
    """List the places."""
    return jsonify(locations=[_summary(place) for place in queries.locations()])


@blueprint.get("/locations/<slug>")
def location(slug: str) -> Response:
    """Describe one place."""
    place = queries.location(slug)
    if place is None:
        return problem(404, "unknown-location", "Unknown location", "There is no place of this name.")
    return jsonify(
        **_summary(place),
        week=[
            {"date": day.date.isoformat(), "windows": _windows(day.windows), "reason": words.reason(day.reason)}
            for day in queries.week(place.hours)
        ],
        services=[{"id": name, "label": localized(label)} for name, label in place.services.items()],
        desks=[{"number": d.number, "label": localized(d.label), "wheelchair": d.wheelchair} for d in place.desks],
        accessibility=place.data["accessibility"],
        directions=localized(place.data["directions"]["text"]),
        slot_minutes=place.slot_minutes,
        slot_minutes_longer=place.slot_minutes_longer,
    )


def _moment(text: str) -> datetime | None:
    if not text:
        return clock.now()
    written = text.strip().upper()
    if not MOMENT_SIGNS.fullmatch(written):
        return None
    try:
        # A plus sign that was not escaped arrives as a space.
        moment = datetime.fromisoformat(written.replace(" ", "+"))
    except ValueError:
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.BUDAPEST)


def _summary(place: queries.Location) -> dict[str, Any]:
    return {
        "slug": place.slug,
        "name": place.name,
        "kind": place.kind,
        "address": place.address,
        "page": absolute_url("locations.place", slug=place.slug),
        **_state(place.state()),
    }


def _state(state: State) -> dict[str, Any]:
    return {
        "open": state.open,
        "closes_at": iso(state.closes_at) if state.closes_at else None,
        "next_opening": iso(state.next_opening) if state.next_opening else None,
        "windows": _windows(state.windows),
        "reason": {"kind": state.reason.kind, "text": words.reason(state.reason)} if state.reason else None,
    }


def _windows(windows: tuple[Window, ...]) -> list[dict[str, Any]]:
    return [{"from": iso(w.opens), "to": iso(w.closes), "by_appointment": w.by_appointment} for w in windows]


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


MOMENT = {"type": "string", "format": "date-time"}
STATE_PROPERTIES = {
    "open": {"type": "boolean"},
    "closes_at": {"type": ["string", "null"], "format": "date-time"},
    "next_opening": {
        "type": ["string", "null"],
        "format": "date-time",
        "description": "The next moment at which closed becomes open; while open, the opening after this one.",
    },
    "windows": {"type": "array", "items": _ref("HoursWindow"), "description": "The windows of the moment's whole day."},
    "reason": {
        "type": ["object", "null"],
        "description": "Why the day is not an ordinary one.",
        "properties": {
            "kind": {"enum": ["holiday", "rest-day", "working-day", "exception"]},
            "text": {"type": "string"},
        },
    },
}
SUMMARY = {
    "type": "object",
    "required": ["slug", "name", "kind", "address", "page", "open", "closes_at", "next_opening", "windows"],
    "properties": {
        "slug": {"type": "string"},
        "name": {"type": "string"},
        "kind": {"type": "string"},
        "address": {"type": "string"},
        "page": {"type": "string", "format": "uri"},
        **STATE_PROPERTIES,
    },
}
SCHEMAS = {
    "HoursWindow": {
        "type": "object",
        "required": ["from", "to", "by_appointment"],
        "properties": {"from": MOMENT, "to": MOMENT, "by_appointment": {"type": "boolean"}},
    },
    "Hours": {
        "type": "object",
        "required": ["at", "open", "closes_at", "next_opening", "windows"],
        "properties": {
            "channel": {"type": "string", "description": "What was asked for, unless it was a place."},
            "location": {"type": "string", "description": "What was asked for, when it was a place."},
            "at": MOMENT,
            "next_opening_text": {
                "type": ["string", "null"],
                "description": "The next opening as one says it, in the language of the request: kedd 16.00.",
            },
            **STATE_PROPERTIES,
            "sentence": {"type": "string", "description": "The same for citizens, in the language of the request."},
        },
    },
    "LocationSummary": SUMMARY,
    "Location": {
        "allOf": [
            _ref("LocationSummary"),
            {
                "type": "object",
                "properties": {
                    "week": {"type": "array", "items": {"type": "object"}},
                    "services": {"type": "array", "items": {"type": "object"}},
                    "desks": {"type": "array", "items": {"type": "object"}},
                    "accessibility": {"type": "object"},
                    "directions": {"type": "string"},
                    "slot_minutes": {"type": "integer"},
                    "slot_minutes_longer": {"type": "integer"},
                },
            },
        ]
    },
}
PATHS = {
    "/hours": {
        "get": {
            "operationId": "getHours",
            "summary": "Whether a channel, or a place, is open, now or at a moment",
            "parameters": [
                {"name": "channel", "in": "query", "schema": {"type": "string", "default": "chat"}},
                {"name": "location", "in": "query", "schema": {"type": "string"}, "description": "Not with a channel"},
                {"name": "at", "in": "query", "schema": MOMENT, "description": "Now when left out."},
            ],
            "responses": {
                "200": _answer(_ref("Hours"), "How it is"),
                "400": _problem("`at` is no moment, or a channel and a place at once"),
                "404": _problem("There is no such channel or place"),
            },
        }
    },
    "/locations": {
        "get": {
            "operationId": "listLocations",
            "summary": "The places",
            "responses": {
                "200": _answer(
                    {
                        "type": "object",
                        "required": ["locations"],
                        "properties": {"locations": {"type": "array", "items": _ref("LocationSummary")}},
                    },
                    "All places",
                )
            },
        }
    },
    "/locations/{slug}": {
        "get": {
            "operationId": "getLocation",
            "summary": "One place",
            "parameters": [{"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"200": _answer(_ref("Location"), "The place"), "404": _problem("There is no such place")},
        }
    },
}

api = Api(blueprint, PATHS, SCHEMAS)
