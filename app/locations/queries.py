"""Reads locations, channels and their opening hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core import clock, content, i18n
from app.core.db import session
from app.core.i18n import Text
from app.locations import staff_exceptions, words
from app.locations.hours import DayKind, Hours, Reason, State, Window
from app.locations.models import HoursException
from app.locations.staff_exceptions import StaffExceptions
from app.locations.workdays import Workdays

WEEK = 7
HISTORY = 200
NEVER: Mapping[str, Any] = {"weekly": {}}


class LocationKind(StrEnum):
    """The kinds of locations that pages treat differently."""

    ASSISTANCE_POINT = "assistance-point"
    TOWN_HALL = "town-hall"


@dataclass(frozen=True)
class Desk:
    """A counter of a location, which serves one citizen at a time."""

    number: int
    label: Mapping[str, str]
    wheelchair: bool


@dataclass(frozen=True)
class Location:
    """A location to visit. `data` is its whole entry in content/locations.yaml, for pages that print it."""

    slug: str
    name: str
    short_name: str
    kind: str
    timetable: Hours
    desks: tuple[Desk, ...]
    services: Mapping[str, Mapping[str, str]]
    slot_minutes: int
    slot_minutes_longer: int
    data: Mapping[str, Any]

    @property
    def hours(self) -> Hours:
        """Return the valid hours: the content folder's timetable with the exceptions that staff have set."""
        return staff_exceptions.apply(self.timetable, place_scope(self.slug), staff_exceptions.current())

    @property
    def address(self) -> str:
        """Return the postal address in one line: 2040 Budaörs, Szabadság út 134."""
        given = self.data["address"]
        street = " ".join(str(given[key]) for key in ("street", "house_number") if given.get(key))
        parts = [f"{given['postal_code']} {given['town']}", given.get("area"), street]
        return ", ".join(part for part in parts if part)

    def service_label(self, service: str) -> Mapping[str, str]:
        """Return a service's name by language."""
        return self.services[service]

    def state(self) -> State:
        """Return the state now."""
        return self.hours.at(clock.now())


@dataclass(frozen=True)
class DayHours:
    """The hours of one day, for tables."""

    date: date
    today: bool
    windows: tuple[Window, ...]
    reason: Reason | None


@dataclass(frozen=True)
class ChannelState:
    """The state of a channel now, with a `sentence` for citizens."""

    open: bool
    sentence: Text
    closes_at: datetime | None
    next_opening: datetime | None
    windows: tuple[Window, ...]


@dataclass(frozen=True)
class Channel:
    """A way to reach the contact centre, and what happens outside its hours."""

    name: str
    timetable: Hours
    outside_hours: str

    @property
    def hours(self) -> Hours:
        """Return the valid hours: the content folder's timetable with the exceptions that staff have set."""
        return staff_exceptions.apply(self.timetable, channel_scope(self.name), staff_exceptions.current())


@dataclass(frozen=True)
class ExceptionEntry:
    """An exception of the history, and whether it can still be withdrawn."""

    exception: HoursException
    open_to_withdraw: bool


def channel_scope(name: str) -> str:
    """Return the scope of a channel, as stored with exceptions."""
    return f"channel:{name}"


def place_scope(slug: str) -> str:
    """Return the scope of a location, as stored with exceptions."""
    return f"place:{slug}"


def scopes() -> dict[str, Text]:
    """Return all scopes with their labels: the channels, then the locations."""
    ways = {channel_scope(name): Text(words.channel_name(name), i18n.lang()) for name in channels()}
    return ways | {place_scope(place.slug): Text(place.name, "hu") for place in locations()}


def history(limit: int = HISTORY) -> list[ExceptionEntry]:
    """Return the exceptions that staff have set, the newest first, including withdrawn ones."""
    rows = session().scalars(select(HoursException).order_by(HoursException.id.desc()).limit(limit))
    today = clock.today()
    return [ExceptionEntry(row, row.withdrawn_at is None and row.last >= today) for row in rows]


def channels() -> Mapping[str, Channel]:
    """Return every channel of the town's profile by its name."""
    return _channels(content.folder())


def channel_timetable(channel: str) -> Hours:
    """Return a channel's hours; a channel that the town does not have is never open."""
    found = channels().get(channel)
    return found.hours if found else _never(content.folder())


def channel_hours(channel: str, at: datetime | None = None) -> State:
    """Return the state of a channel at a moment, by default now."""
    return channel_timetable(channel).at(at or clock.now())


def channel_state(channel: str) -> ChannelState:
    """Return a channel's state now with a sentence in the page's language; computed once a minute."""
    minute = int(clock.now().timestamp()) // 60
    return _channel_state(content.folder(), staff_exceptions.current(), channel, i18n.lang(), minute)


def state_sentence(state: State) -> Text:
    """Return the town's sentence for a channel's state."""
    return words.state_sentence(state)


def locations() -> tuple[Location, ...]:
    """Return all locations in the town's order."""
    return _locations(content.folder())


def location(slug: str) -> Location | None:
    """Return the location with this slug, or None."""
    return next((place for place in locations() if place.slug == slug), None)


def week(hours: Hours, first: date | None = None) -> list[DayHours]:
    """Return the hours of seven days from `first` on, by default from today."""
    today = clock.today()
    start = first or today
    days = (start + timedelta(days=offset) for offset in range(WEEK))
    return [DayHours(day, day == today, hours.windows(day), hours.reason(day)) for day in days]


def week_by_channel() -> list[tuple[list[Channel], list[DayHours]]]:
    """Return the coming week of all channels, grouped by equal hours."""
    groups: dict[tuple[tuple[Window, ...], ...], list[Channel]] = {}
    for channel in channels().values():
        groups.setdefault(tuple(day.windows for day in week(channel.hours)), []).append(channel)
    return [(members, week(members[0].hours)) for members in groups.values()]


def timetable_texts() -> tuple[Mapping[str, str], Mapping[str, str] | None]:
    """Return the town's texts for its weekly hours and, if shown to citizens, for its rule on moved working days."""
    data = content.load("hours.yaml")
    profile = data["profiles"][data["default_profile"]]
    moved = profile.get("moved_working_day") or {}
    rule = moved.get("rules", {}).get(moved.get("rule")) if moved.get("shown_to_citizens") else None
    return profile["display"], rule


def place_texts() -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, str]]:
    """Return the labels of accessibility features, and the notice about the locations' data."""
    data = content.load("locations.yaml")
    return data["feature_labels"], data["notice"]


def exceptional_days(days: int) -> list[tuple[DayHours, list[Text]]]:
    """Return the exceptions of the coming `days` days, each with the labels of its scopes."""
    timetables = {channel_scope(name): channel.hours for name, channel in channels().items()}
    timetables |= {place_scope(place.slug): place.hours for place in locations()}
    names = scopes()
    found: dict[tuple[object, ...], tuple[DayHours, list[Text]]] = {}
    for scope, hours in timetables.items():
        for day in special_days(hours, days):
            if day.reason and day.reason.kind is DayKind.EXCEPTION:
                key = (day.date, day.windows, str(day.reason.names))
                found.setdefault(key, (day, []))[1].append(names[scope])
    return sorted(found.values(), key=lambda entry: entry[0].date)


def special_days(hours: Hours, days: int) -> list[DayHours]:
    """Return the holidays, moved days and exceptions among the coming `days` days."""
    today = clock.today()
    coming = (today + timedelta(days=offset) for offset in range(days))
    return [DayHours(day, day == today, hours.windows(day), why) for day in coming if (why := hours.reason(day))]


@lru_cache(maxsize=64)
def _channel_state(
    _folder: Path, _exceptions: StaffExceptions, channel: str, _language: str, minute: int
) -> ChannelState:
    state = channel_hours(channel, datetime.fromtimestamp(minute * 60, UTC))
    return ChannelState(state.open, state_sentence(state), state.closes_at, state.next_opening, state.windows)


@lru_cache(maxsize=4)
def _workdays(_folder: Path) -> Workdays:
    data = content.load("hours.yaml")
    return Workdays(data["public_holidays"]["days"], data["moved_working_days"])


@lru_cache(maxsize=4)
def _never(folder: Path) -> Hours:
    return Hours(NEVER, _workdays(folder))


@lru_cache(maxsize=4)
def _channels(folder: Path) -> Mapping[str, Channel]:
    data = content.load("hours.yaml")
    profile = data["profiles"][data["default_profile"]]
    return {
        name: Channel(name, Hours(_channel_table(profile, name), _workdays(folder)), channel.get("outside_hours", ""))
        for name, channel in profile["channels"].items()
    }


def _channel_table(profile: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    channel = profile["channels"][name]
    if not channel.get("enabled", True):
        return NEVER
    own = {} if channel.get("weekly", "default") == "default" else {"weekly": channel["weekly"]}
    # An exception without `channels` is valid for all of them.
    exceptions = [row for row in profile.get("exceptions") or () if name in row.get("channels", (name,))]
    return {**profile, **own, "exceptions": exceptions + list(channel.get("exceptions") or ())}


@lru_cache(maxsize=4)
def _locations(folder: Path) -> tuple[Location, ...]:
    return tuple(_location(entry, _workdays(folder)) for entry in content.load("locations.yaml")["locations"])


def _location(entry: Mapping[str, Any], workdays: Workdays) -> Location:
    return Location(
        slug=entry["slug"],
        name=entry["name"],
        short_name=entry["short_name"],
        kind=entry["kind"],
        timetable=Hours(entry["hours"], workdays),
        desks=tuple(Desk(row["number"], row["label"], bool(row["wheelchair"])) for row in entry["desks"]),
        services={row["id"]: row["label"] for row in entry["services"]},
        slot_minutes=entry["slot_minutes"],
        slot_minutes_longer=entry["slot_minutes_longer"],
        data=entry,
    )
