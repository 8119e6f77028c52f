"""Compute the values of placeholders in canned replies: operator, opening hours, the citizen's reference."""

from __future__ import annotations

from collections.abc import Mapping

from app.contacts.keys import spoken
from app.conversations.models import Conversation
from app.core import clock, i18n
from app.core.i18n import localized
from app.locations import queries, words
from app.locations.queries import LocationKind


def for_conversation(conversation: Conversation, operator: str, language: str) -> Mapping[str, str]:
    """Return the placeholder values in the citizen's `language`; those that only the operator knows are missing."""
    with i18n.use_language(language):
        following = queries.channel_hours("chat").next_opening
        display, _rule = queries.timetable_texts()
        return {
            "operator": operator,
            "contact_code": spoken(conversation.reference),
            "hours": str(localized(display)).strip(),
            "office_hours": _office_hours(),
            "next_open": words.opening(following, clock.now()) if following else "",
        }


def _office_hours() -> str:
    hall = next((place for place in queries.locations() if place.kind == LocationKind.TOWN_HALL), None)
    days = queries.week(hall.hours) if hall else []
    by_weekday = sorted((day for day in days if day.windows), key=lambda day: day.date.weekday())
    return "; ".join(f"{words.weekday(day.date.weekday())} {words.windows(day.windows)}" for day in by_weekday)
