"""What is free, and what is booked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.appointments import slots
from app.appointments.models import Booking, BookingSlot, BookingState
from app.appointments.slots import Limits, Slot
from app.contacts import queries as contacts
from app.contacts.keys import normalised
from app.contacts.models import PartKind
from app.contacts.queries import Holder
from app.core import clock
from app.core.db import session
from app.core.security import hash_token
from app.core.settings import settings
from app.locations import queries as places
from app.locations.queries import Location

BOOKING_SERVICE = "booking"
# What a place offers of itself; nobody books a visit for it.
NOT_BOOKABLE = {BOOKING_SERVICE, "ticket", "kiosk"}


DAYS_PER_PAGE = 3
TIMES_PER_PAGE = 60


@dataclass(frozen=True)
class DayOfSlots:
    """A day that has free times."""

    date: date
    slots: list[Slot]


@dataclass(frozen=True)
class SlotPage:
    """A page of free times: `earlier` and `later` are the days at which the neighbouring pages begin."""

    days: list[DayOfSlots]
    earlier: date | None
    later: date | None


def bookable_places() -> list[Location]:
    """Return the places that take bookings."""
    return [place for place in places.locations() if BOOKING_SERVICE in place.services]


def bookable_place(slug: str) -> Location | None:
    """Return a place that takes bookings, or None."""
    return next((place for place in bookable_places() if place.slug == slug), None)


def bookable_services(place: Location) -> dict[str, Any]:
    """Return what one can come to the place for: id to label by language."""
    return {name: label for name, label in place.services.items() if name not in NOT_BOOKABLE}


def limits() -> Limits:
    """Return how soon and how far ahead one can book now."""
    given = settings()
    return slots.limits(clock.now(), given.appointment_notice_minutes, given.appointment_horizon_days)


def open_slots(
    place: Location, needs: Collection[str], first: date, last: date, *, besides: int | None = None
) -> list[DayOfSlots]:
    """Return the days from `first` to `last` that have free times. The booking `besides` counts as free: it moves."""
    bounds = limits()
    first, last = max(first, clock.today()), min(last, bounds.last_day)
    taken = _taken(place, first, last, besides)
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [DayOfSlots(day, free) for day in days if (free := slots.free(place, needs, day, bounds, taken))]


def is_free(place: Location, needs: Collection[str], start: datetime) -> bool:
    """Say whether a slot begins at `start` and a suitable desk is free."""
    day = clock.local(start).date()
    return any(slot.start == start for found in open_slots(place, needs, day, day) for slot in found.slots)


def length(place: Location, needs: Collection[str]) -> timedelta:
    """Return how long a visit takes."""
    return slots.length(place, needs)


def slot_page(place: Location, needs: Collection[str], since: date | None, *, besides: int | None = None) -> SlotPage:
    """Return a page of days with free times, beginning with the first such day at or after `since`."""
    days = open_slots(place, needs, clock.today(), limits().last_day, besides=besides)
    begin = next((number for number, day in enumerate(days) if since is None or day.date >= since), None)
    if begin is None:
        # Beyond the last free day: show the last page instead of nothing.
        begin = len(days) - _page(days[::-1])
    end = begin + _page(days[begin:])
    before = begin - _page(days[:begin][::-1])
    return SlotPage(
        days[begin:end],
        days[before].date if begin else None,
        days[end].date if end < len(days) else None,
    )


def _page(days: Sequence[DayOfSlots]) -> int:
    """Return how many of `days`, from the first on, one page can show without growing long."""
    count = times = 0
    for day in days[:DAYS_PER_PAGE]:
        times += len(day.slots)
        if count and times > TIMES_PER_PAGE:
            break
        count += 1
    return count


def by_code(code: str, secret: str) -> Booking | None:
    """Return the booking of that code when the secret opens it; None when either is wrong."""
    booking = session().scalar(select(Booking).where(Booking.code == normalised(code)))
    # A wrong code takes as long as a wrong secret, so that guesses learn nothing from the clock.
    opens = contacts.fits(booking.contact if booking else None, PartKind.VISIT, booking.id if booking else 0, secret)
    return booking if opens else None


def held(holder: Holder, code: str) -> Booking | None:
    """Return the booking of that code when the keys of `holder` open it."""
    opened = contacts.opened_by(holder, PartKind.VISIT, Booking.id, Booking.contact_id)
    wanted = select(Booking).where(Booking.code == normalised(code), opened)
    return session().scalar(wanted.execution_options(populate_existing=True))


def by_token(token: str) -> Booking | None:
    """Return the booking that was made with that one-time token, or None."""
    return session().scalar(select(Booking).where(Booking.request_key == request_key(token)))


def request_key(token: str) -> str:
    """Return what is stored of a one-time token."""
    return hash_token(token)


def contact_of_code(code: str) -> int | None:
    """Return the contact of the visit with a code; None when there is no such visit."""
    return session().scalar(select(Booking.contact_id).where(Booking.code == code))


def of_contact(contact_id: int) -> list[Booking]:
    """Return the visits of a contact, the oldest first, for the service's own use."""
    return list(session().scalars(select(Booking).where(Booking.contact_id == contact_id).order_by(Booking.id)))


def used(contact_ids: Collection[int]) -> set[int]:
    """Return the contacts that have a visit."""
    return set(session().scalars(select(Booking.contact_id).where(Booking.contact_id.in_(contact_ids))))


def addresses_needed(contact_ids: Collection[int], now: datetime) -> set[int]:
    """Return the contacts with a visit that was not cancelled and is kept still."""
    since = now - timedelta(days=settings().keep_bookings_days)
    kept = (Booking.state == BookingState.BOOKED, Booking.ends_at >= since)
    return set(session().scalars(select(Booking.contact_id).where(Booking.contact_id.in_(contact_ids), *kept)))


def day_list(place: str, day: date) -> list[Booking]:
    """Return a place's visits of one day in order, for its staff."""
    midnight = datetime.combine(day, time(), clock.BUDAPEST)
    following = datetime.combine(day + timedelta(days=1), time(), clock.BUDAPEST)
    return list(
        session().scalars(
            select(Booking)
            .where(
                Booking.location == place,
                Booking.starts_at >= midnight,
                Booking.starts_at < following,
                Booking.state == BookingState.BOOKED,
            )
            .order_by(Booking.starts_at, Booking.desk)
        )
    )


def changeable(booking: Booking) -> bool:
    """Say whether the visit can still be moved or cancelled: until it begins."""
    return booking.state == BookingState.BOOKED and booking.starts_at > clock.now()


def _taken(place: Location, first: date, last: date, besides: int | None) -> set[tuple[int, datetime]]:
    since = datetime.combine(first, time(), clock.BUDAPEST)
    until = datetime.combine(last + timedelta(days=1), time(), clock.BUDAPEST)
    rows = session().execute(
        select(BookingSlot.desk, BookingSlot.start_at, BookingSlot.booking_id).where(
            BookingSlot.location == place.slug, BookingSlot.start_at >= since, BookingSlot.start_at < until
        )
    )
    return {(desk, start.astimezone(UTC)) for desk, start, booking in rows if booking != besides}
