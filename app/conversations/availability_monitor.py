"""Sees to it that nobody waits for somebody who is not there: when staff come and go, and when the hours turn."""

from __future__ import annotations

from flask import current_app

from app.conversations import actions, live, queries
from app.conversations.queries import Availability
from app.core import clock, periodic
from app.events import HoursChanged, PresenceChanged
from app.presence import queries as presence


def presence_changed(event: PresenceChanged) -> None:
    """Take back what a person who has gone, or is not heard of, was answering; tell who it concerns."""
    if presence.of(event.staff_id) is None:
        actions.take_back(event.staff_id)
    live.people_came_or_went(event)
    refresh()


def hours_changed(_event: HoursChanged) -> None:
    """Tell at once what a supervisor has changed in the hours of today."""
    refresh()


def refresh() -> None:
    """Take back what nobody answers, close the line when all have gone; tell what has changed since the last look."""
    actions.take_back_forgotten()
    attendance = queries.attendance()
    if attendance == "closed" and queries.line():
        actions.close_line()
    if _changed("attendance", attendance):
        live.tell_places()
    found = _refreshed()
    if _changed("availability", found.open, found.can_chat, bool(found.present), _minute(found)):
        live.tell_availability(found)


def can_chat() -> bool:
    """Say whether one can talk to somebody now, for pages that everybody opens: at most a few seconds old."""
    at, found = current_app.extensions.get("availability", (0, None))
    return (found if at == _moment() else _refreshed()).can_chat


def _refreshed() -> Availability:
    found = queries.availability()
    current_app.extensions["availability"] = (_moment(), found)
    return found


def _moment() -> int:
    return int(clock.now().timestamp()) // periodic.INTERVAL_S


def _minute(found: Availability) -> object:
    # The sentence names the next turn of the hours, so it is sent again when that has passed.
    return found.closes_at or found.next_opening


def _changed(kind: str, *state: object) -> bool:
    told = current_app.extensions.setdefault("told", {})
    before, told[kind] = told.get(kind), state
    return bool(before != state)
