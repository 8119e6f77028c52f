"""What the reports read: contacts of a span of days, who was there, and what the charter's figures are now."""

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
from app.reports.charter import Evidence, Measured
from app.reports.figures import ContactFigures, Staffing
from app.reports.models import DailyCount, StaffingSample
from app.reports.periods import Period, latest
from app.reports.tallies import Answer, Day, Tally
from app.tracking import queries as tracking
from app.tracking.models import ANSWERS
from app.tracking.questions import ORDER

__all__ = [
    "ANSWERING", "contacts", "counted", "days_now", "days_stored", "exceptions", "last_counts", "promises", "searches",
    "staffing",
]  # fmt: skip

# The charter's page is for everyone, and nothing of it changes by the minute.
KEPT_SECONDS = 600.0
# Beyond so many a list of questions is no report; editors have all of them on their own page.
MOST_SEARCHES = 100

Windows = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Exceptional:
    """One exception to the opening hours, as its page shows it. `visits` lie outside the hours by it: (day, count)."""

    row: HoursException
    added_by: str
    withdrawn_by: str
    can_withdraw: bool
    visits: tuple[tuple[str, Any, int], ...]


@dataclass(frozen=True)
class Counted:
    """What was measured in a period: the contacts that are stored, the numbers of days that were more than that.

    `ratings` are all answers: how often each was given to each question.
    """

    contacts: list[ContactFigures]
    past: Tally
    ratings: dict[str, dict[str, int]]


@dataclass(frozen=True)
class _Kept:
    at: float
    measured: tuple[Measured, ...]
    moment: datetime


_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def contacts(period: Period) -> list[ContactFigures]:
    """Return the contacts of a period, without rehearsals, the earliest first."""
    windows = {channel: figures.is_open(open_windows(channel, period)) for channel in places.channels()}
    never = figures.is_open([])
    rows: Iterable[Any] = session().execute(contacts_statement(period))
    return [ContactFigures(**row._mapping, in_hours=windows.get(row.channel, never)(row.opened_at)) for row in rows]


def contacts_statement(period: Period) -> Select[Any]:
    """Return the one statement that reads a period's contacts: by the index on their beginning."""
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


def counted(period: Period) -> Counted:
    """Return what was measured in a period, also on days of which something, or all, was erased since."""
    stored, live, answers = days_stored(period), contacts(period), _answers(period)
    now = tallies.days(live, answers)
    known = {day: tallies.fuller(now.get(day, Day()), before) for day, before in stored.items()}
    erased = {day for day, both in known.items() if both.contacts is stored[day].contacts}
    past: Tally = Counter()
    ratings: Tally = Counter()
    for day in erased:
        past.update(stored[day].contacts)
    for day in {*known, *now}:
        ratings.update(known.get(day, now.get(day, Day())).answers)
    kept = [one for one in live if clock.local(one.opened_at).date() not in erased]
    return Counted(kept, past, _by_question(ratings))


def days_now(period: Period) -> dict[date, Day]:
    """Return the numbers of each day of a period, from what is stored of its conversations now."""
    return tallies.days(contacts(period), _answers(period))


def days_stored(period: Period) -> dict[date, Day]:
    """Return the numbers that were counted of each day of a period before."""
    found: dict[date, Day] = {}
    wanted = select(DailyCount).where(DailyCount.day >= period.first, DailyCount.day <= period.last)
    for row in session().scalars(wanted):
        day = found.setdefault(row.day, Day())
        tally = day.answers if row.measure == tallies.RATING else day.contacts
        tally[row.measure, tuple(row.about.split(" ")), row.minutes] = row.number
    return found


def _answers(period: Period) -> list[Answer]:
    return [Answer(*row) for row in tracking.answers(period.start, period.end)]


def _by_question(ratings: Tally) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {question: dict.fromkeys(ANSWERS, 0) for question in ORDER}
    for (question, answer), number in tallies.by(ratings, tallies.RATING).items():
        if question in found:
            found[question][answer] += number
    return found


def open_windows(channel: str, period: Period) -> Windows:
    """Return when a channel was open in a period."""
    return [(w.opens, w.closes) for w in places.channel_timetable(channel).open_windows(period.start, period.end)]


def staffing(period: Period) -> list[Staffing]:
    """Return how many colleagues were there in a period, beginning with what held when it began."""
    columns = (StaffingSample.at, StaffingSample.here)
    before = select(*columns).where(StaffingSample.at < period.start).order_by(StaffingSample.at.desc()).limit(1)
    during = (StaffingSample.at >= period.start, StaffingSample.at < period.end)
    rows = [*session().execute(before), *session().execute(select(*columns).where(*during).order_by(StaffingSample.at))]
    return [Staffing(*row) for row in rows]


def searches(period: Period) -> list[UnansweredSearch]:
    """Return the questions that found nothing and were asked in a period, the most frequent first."""
    asked = (UnansweredSearch.last_asked >= period.start, UnansweredSearch.last_asked < period.end)
    order = (UnansweredSearch.count.desc(), UnansweredSearch.last_asked.desc())
    return list(session().scalars(select(UnansweredSearch).where(*asked).order_by(*order).limit(MOST_SEARCHES)))


def last_counts() -> tuple[int, int] | None:
    """Return how many were there, and away for a reason, when it was written last."""
    newest = select(StaffingSample.here, StaffingSample.paused).order_by(StaffingSample.id.desc()).limit(1)
    row = session().execute(newest).first()
    return (row.here, row.paused) if row else None


def promises() -> tuple[tuple[Measured, ...], datetime]:
    """Return the charter's figures and the moment at which they were measured; worked out every ten minutes."""
    here, now = engine(), clock.monotonic()
    kept = _kept.get(here)
    if kept is None or now - kept.at > KEPT_SECONDS:
        kept = _kept[here] = _Kept(now, tuple(_measure()), clock.now())
    return kept.measured, kept.moment


def _measure() -> Iterable[Measured]:
    review = knowledge.review()
    for promise in content.site()["charter"]["promises"]:
        indicator = promise["indicator"]
        period = latest(indicator["window_days"])
        of_people = indicator["id"] in charter.OF_CONTACTS | charter.OF_RATINGS
        found = counted(period) if of_people else Counted([], Counter(), {})
        seen = Evidence(
            contacts=found.contacts, past=found.past, ratings=found.ratings,
            current=review.current, withdrawn=len(review.withdrawn), now=clock.now(),
        )  # fmt: skip
        yield charter.measure(promise["id"], indicator, seen)


def exceptions() -> list[Exceptional]:
    """Return the exceptions to the opening hours, the newest first, with the visits that are booked in them."""
    known = names()
    return [
        Exceptional(
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
            inside = figures.is_open([(w.opens, w.closes) for w in place.hours.windows(day)])
            outside = [booking for booking in appointments.day_list(place.slug, day) if not inside(booking.starts_at)]
            if outside:
                yield place.slug, day, len(outside)
