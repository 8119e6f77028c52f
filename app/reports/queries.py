"""Read what the reports and the charter need: conversations of a period, staffing, searches, exceptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, func, select

from app.accounts.queries import names
from app.appointments import queries as appointments
from app.contacts.models import Contact as CitizenContact
from app.conversations.models import Conversation, Message
from app.conversations.queries import ANSWERING
from app.core import clock, content
from app.core.db import engine, session
from app.knowledge import queries as knowledge
from app.knowledge.models import UnansweredSearch
from app.locations import queries as places
from app.locations import staff_exceptions
from app.locations.models import HoursException
from app.reports import charter, figures, tallies
from app.reports.charter import Evidence, PromiseFigure
from app.reports.figures import ConversationRecord, StaffingChange
from app.reports.models import DailyCount, StaffingSample
from app.reports.periods import Period, last_days
from app.reports.tallies import DayCounts, Measure, RatingAnswer, Tally
from app.tracking import queries as tracking
from app.tracking.models import ANSWERS
from app.tracking.questions import ORDER

__all__ = [
    "ANSWERING", "charter_figures", "conversation_records", "count_period", "current_daily_counts", "hours_exceptions",
    "last_staffing_counts", "staffing_changes", "stored_daily_counts", "unanswered_searches",
]  # fmt: skip

# The charter's page is public and may be opened often; its figures change slowly.
KEPT_SECONDS = 600.0
# More questions would be no overview; editors see all of them on their own page.
MOST_SEARCHES = 100

Windows = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class HoursExceptionEntry:
    """One exception to the opening hours as its page shows it. `visits`: booked outside it, as (place, day, count)."""

    row: HoursException
    added_by: str
    withdrawn_by: str
    can_withdraw: bool
    visits: tuple[tuple[str, Any, int], ...]


@dataclass(frozen=True)
class PeriodCounts:
    """What was measured in a period: stored conversations, and in `past` the counts of days that are partly erased.

    `ratings` says of each question how often each answer was given.
    """

    conversations: list[ConversationRecord]
    past: Tally
    ratings: dict[str, dict[str, int]]


@dataclass(frozen=True)
class _CachedFigures:
    at: float
    measured: tuple[PromiseFigure, ...]
    moment: datetime


_cached: WeakKeyDictionary[Engine, _CachedFigures] = WeakKeyDictionary()


def conversation_records(period: Period) -> list[ConversationRecord]:
    """Return the conversations of a period, without rehearsals, the earliest first."""
    windows = {channel: figures.window_test(open_windows(channel, period)) for channel in places.channels()}
    never = figures.window_test([])
    rows: Iterable[Any] = session().execute(conversation_records_statement(period))
    return [ConversationRecord(**row._mapping, in_hours=windows.get(row.channel, never)(row.opened_at)) for row in rows]


def conversation_records_statement(period: Period) -> Select[Any]:
    """Return the statement that reads a period's conversations, using the index on `opened_at`."""
    replied_at = (
        select(func.min(Message.at))
        .where(Message.conversation_id == Conversation.id, Message.author == "operator")
        .correlate(Conversation)
        .scalar_subquery()
        .label("replied_at")
    )
    columns: tuple[Any, ...] = (
        Conversation.channel, CitizenContact.language, Conversation.opened_at, Conversation.taken_at, replied_at,
        Conversation.ended_at, Conversation.topic, Conversation.outcome,
    )  # fmt: skip
    during = (Conversation.opened_at >= period.start, Conversation.opened_at < period.end)
    wanted: Select[Any] = select(*columns).join(Conversation.contact).where(*during, Conversation.rehearsal.is_(False))
    return wanted.order_by(Conversation.opened_at)


def count_period(period: Period) -> PeriodCounts:
    """Return what was measured in a period, also on days whose conversations were erased since, partly or all."""
    stored, live, answers = stored_daily_counts(period), conversation_records(period), _answers(period)
    now = tallies.count_by_day(live, answers)
    known = {day: tallies.more_complete(now.get(day, DayCounts()), before) for day, before in stored.items()}
    erased = {day for day, both in known.items() if both.conversations is stored[day].conversations}
    past: Tally = Counter()
    ratings: Tally = Counter()
    for day in erased:
        past.update(stored[day].conversations)
    for day in {*known, *now}:
        ratings.update(known.get(day, now.get(day, DayCounts())).answers)
    kept = [one for one in live if clock.local(one.opened_at).date() not in erased]
    return PeriodCounts(kept, past, _by_question(ratings))


def current_daily_counts(period: Period) -> dict[date, DayCounts]:
    """Return the counts of each day of a period, computed from the conversations that are stored now."""
    return tallies.count_by_day(conversation_records(period), _answers(period))


def stored_daily_counts(period: Period) -> dict[date, DayCounts]:
    """Return the counts of each day of a period as the nightly job stored them."""
    found: dict[date, DayCounts] = {}
    wanted = select(DailyCount).where(DailyCount.day >= period.first, DailyCount.day <= period.last)
    for row in session().scalars(wanted):
        day = found.setdefault(row.day, DayCounts())
        tally = day.answers if row.measure == Measure.RATING else day.conversations
        tally[row.measure, tuple(row.about.split(" ")), row.minutes] = row.number
    return found


def _answers(period: Period) -> list[RatingAnswer]:
    return [RatingAnswer(*row) for row in tracking.answers(period.start, period.end)]


def _by_question(ratings: Tally) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {question: dict.fromkeys(ANSWERS, 0) for question in ORDER}
    for (question, answer), number in tallies.numbers_of(ratings, Measure.RATING).items():
        if question in found:
            found[question][answer] += number
    return found


def open_windows(channel: str, period: Period) -> Windows:
    """Return when a channel was open in a period."""
    return [(w.opens, w.closes) for w in places.channel_timetable(channel).open_windows(period.start, period.end)]


def staffing_changes(period: Period) -> list[StaffingChange]:
    """Return the changes of staffing in a period, preceded by the last one before it."""
    columns = (StaffingSample.at, StaffingSample.here)
    before = select(*columns).where(StaffingSample.at < period.start).order_by(StaffingSample.at.desc()).limit(1)
    during = (StaffingSample.at >= period.start, StaffingSample.at < period.end)
    rows = [*session().execute(before), *session().execute(select(*columns).where(*during).order_by(StaffingSample.at))]
    return [StaffingChange(*row) for row in rows]


def unanswered_searches(period: Period) -> list[UnansweredSearch]:
    """Return the questions that found nothing and were asked in a period, the most frequent first."""
    asked = (UnansweredSearch.last_asked >= period.start, UnansweredSearch.last_asked < period.end)
    order = (UnansweredSearch.count.desc(), UnansweredSearch.last_asked.desc())
    return list(session().scalars(select(UnansweredSearch).where(*asked).order_by(*order).limit(MOST_SEARCHES)))


def last_staffing_counts() -> tuple[int, int] | None:
    """Return the latest stored sample as (here, paused); None when there is none."""
    newest = select(StaffingSample.here, StaffingSample.paused).order_by(StaffingSample.id.desc()).limit(1)
    row = session().execute(newest).first()
    return (row.here, row.paused) if row else None


def charter_figures() -> tuple[tuple[PromiseFigure, ...], datetime]:
    """Return the charter's figures and when they were measured; computed at most every ten minutes."""
    here, now = engine(), clock.monotonic()
    kept = _cached.get(here)
    if kept is None or now - kept.at > KEPT_SECONDS:
        kept = _cached[here] = _CachedFigures(now, tuple(_measure()), clock.now())
    return kept.measured, kept.moment


def _measure() -> Iterable[PromiseFigure]:
    review = knowledge.review()
    for promise in content.site()["charter"]["promises"]:
        indicator = promise["indicator"]
        period = last_days(indicator["window_days"])
        of_people = indicator["id"] in charter.ABOUT_CONVERSATIONS | charter.ABOUT_RATINGS
        found = count_period(period) if of_people else PeriodCounts([], Counter(), {})
        seen = Evidence(
            conversations=found.conversations, past=found.past, ratings=found.ratings,
            current=review.current, withdrawn=len(review.withdrawn), now=clock.now(),
        )  # fmt: skip
        yield charter.measure_promise(promise["id"], indicator, seen)


def hours_exceptions() -> list[HoursExceptionEntry]:
    """Return the exceptions to the opening hours, the newest first, with the visits that are booked in them."""
    known = names()
    return [
        HoursExceptionEntry(
            change.exception,
            known.get(change.exception.added_by, change.exception.added_by),
            known.get(change.exception.withdrawn_by or "", ""),
            change.open_to_withdraw,
            tuple(_visits(change.exception)) if change.open_to_withdraw else (),
        )
        for change in places.history()
    ]


def _visits(row: HoursException) -> Iterable[tuple[str, Any, int]]:
    first, last = max(row.first, clock.today()), min(staff_exceptions.last_day(row), appointments.limits().last_day)
    for place in appointments.bookable_places():
        if places.place_scope(place.slug) not in row.scopes:
            continue
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = type(first).fromordinal(ordinal)
            inside = figures.window_test([(w.opens, w.closes) for w in place.hours.windows(day)])
            outside = [booking for booking in appointments.day_list(place.slug, day) if not inside(booking.starts_at)]
            if outside:
                yield place.slug, day, len(outside)
