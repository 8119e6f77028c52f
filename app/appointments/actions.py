"""What can be done to a visit: book, move, cancel. The database decides who was first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, bindparam, delete, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.appointments import queries, slots
from app.appointments.models import Booking, BookingSlot, BookingState
from app.appointments.visitor import Visitor
from app.contacts import actions as contacts
from app.contacts import keys
from app.contacts import queries as contact_queries
from app.contacts.actions import Details
from app.contacts.keys import Keys
from app.contacts.models import Contact, Purpose
from app.core import clock, db
from app.core.db import transaction
from app.core.security import installation_key, short_code
from app.core.settings import settings
from app.locations.queries import Desk, Location

# Put together once, and run below the object mapper: these two make up most of what a booking costs.
BUSY = select(BookingSlot.desk).where(
    BookingSlot.location == bindparam("place"),
    BookingSlot.start_at >= bindparam("since"),
    BookingSlot.start_at < bindparam("until"),
)
OCCUPY = insert(BookingSlot)


class NotOfferedError(Exception):
    """No slot begins at that time: it is past, too soon, too far ahead, or outside the hours."""


class SlotTakenError(Exception):
    """Somebody else was faster: no suitable desk is free at that time any more."""


class NotChangeableError(Exception):
    """The visit was cancelled, or has begun."""


class TokenReusedError(Exception):
    """The one-time token came with other wishes before."""


@dataclass(frozen=True)
class Wish:
    """What a citizen asks for. `token` is new for every wish and the same in every repetition of it.

    With `contact` (its public id) the visit goes on with a contact that the citizen has, otherwise it begins one;
    `until` is the moment until which the citizen's device keeps its key. Without `device` no key is made for one.
    """

    place: Location
    start: datetime
    service: str
    needs: tuple[str, ...]
    language: str
    visitor: Visitor
    token: str
    contact: str = ""
    until: datetime | None = None
    device: bool = True

    @property
    def length(self) -> timedelta:
        """How long the visit takes."""
        return slots.length(self.place, self.needs)

    @property
    def fingerprint(self) -> str:
        """Tell this wish from another one with the same token."""
        parts = (self.place.slug, self.start.timestamp(), self.service, self.needs, self.visitor)
        return queries.request_key(repr(parts))


def opened_by(booking: Booking, token: str) -> contacts.OpenedContact | None:
    """Return what opens the contact of a visit that was booked with this one-time token.

    None when the visit went on with a contact whose secret its citizen was told before.
    """
    return contacts.opened_with(booking.contact, _keys(token))


def secret_of(booking: Booking, token: str) -> str:
    """Return the secret of a visit that a program booked with this one-time token, with version 0.2.0 perhaps."""
    opened = opened_by(booking, token)
    return opened.secret if opened else keys.legacy_visit_secret(installation_key(), token)


def _keys(token: str) -> Keys:
    return keys.derived_keys(installation_key(), f"visit {token}")


def book(wish: Wish) -> Booking:
    """Book the wished time. A repeated wish gives back the booking of the first time.

    Raise `NotOfferedError`, `SlotTakenError`, or `TokenReusedError`.
    """
    wish = replace(wish, start=wish.start.astimezone(UTC))
    if not slots.is_offered(wish.place, wish.needs, wish.start, queries.limits()):
        if booking := _repeated(wish):
            return booking
        raise NotOfferedError(wish.start)
    suitable = slots.desks(wish.place, wish.needs)
    # On PostgreSQL two transactions can choose the same desk; the slower one tries the next.
    for _attempt in range(len(suitable) + 1):
        try:
            booking = _insert(wish, suitable)
        except IntegrityError:
            booking = None
        if booking := booking or _repeated(wish):
            return booking
    raise SlotTakenError(wish.start)


def move(booking: Booking, place: Location, start: datetime) -> None:
    """Move a visit to another time of the same place. The old time is kept when the new one cannot be had.

    Raise `NotChangeableError`, `NotOfferedError` or `SlotTakenError`.
    """
    start = start.astimezone(UTC)
    if not slots.is_offered(place, booking.needs, start, queries.limits()):
        raise NotOfferedError(start)
    suitable = slots.desks(place, booking.needs)
    lasting = slots.length(place, booking.needs)
    for _attempt in range(len(suitable) + 1):
        try:
            return _replace(booking.id, suitable, start, lasting)
        except IntegrityError:
            continue
    raise SlotTakenError(start)


def cancel(booking: Booking) -> None:
    """Cancel a visit, free its time, and forget who it was for. Raise `NotChangeableError` when it has begun."""
    with transaction() as session:
        current = _locked(session, booking.id)
        if current.state == BookingState.CANCELLED:
            return
        if not queries.changeable(current):
            raise NotChangeableError
        session.execute(delete(BookingSlot).where(BookingSlot.booking_id == current.id))
        current.state = BookingState.CANCELLED
        current.changed_at = clock.now()
        current.name = ""
        contacts.forget_unneeded_addresses(current.contact_id)


def erase(booking: Booking) -> None:
    """Erase a visit at its citizen's wish, as if it had never been booked; a time to come is free again."""
    with transaction() as session:
        session.execute(delete(Booking).where(Booking.id == booking.id))
        contacts.erase_if_empty(booking.contact_id)


def erase_of_contact(contact_id: int) -> None:
    """Erase the visits of a contact, in the caller's transaction."""
    db.session().execute(delete(Booking).where(Booking.contact_id == contact_id))


def erase_old(now: datetime) -> dict[str, int]:
    """Erase visits that have been over, or cancelled, for long enough."""
    before = now - timedelta(days=settings().keep_bookings_days)
    gone = or_(Booking.ends_at < before, and_(Booking.state == BookingState.CANCELLED, Booking.changed_at < before))
    with transaction() as session:
        return {"visits": db.affected_rows(session.execute(delete(Booking).where(gone)))}


def _insert(wish: Wish, suitable: Collection[Desk]) -> Booking | None:
    with transaction() as session:
        desk = _free_desk(session, wish.place.slug, suitable, wish.start, wish.length)
        if desk is None:
            return None
        contact, code = _contact(wish)
        booking = Booking(
            code=code,
            contact=contact,
            request_key=queries.request_key(wish.token),
            request_hash=wish.fingerprint,
            location=wish.place.slug,
            desk=desk.number,
            starts_at=wish.start,
            ends_at=wish.start + wish.length,
            service=wish.service,
            needs=list(wish.needs),
            name=wish.visitor.name,
            created_at=clock.now(),
        )
        session.add(booking)
        session.flush()
        _occupy(session, booking)
    return booking


def _contact(wish: Wish) -> tuple[Contact, str]:
    """Return the contact of a visit, and the visit's code: the reference of the contact that begins with it."""
    who = wish.visitor
    purpose = Purpose.VISIT if who.phone or who.email else None
    details = Details(wish.language, None, who.phone or None, who.email or None, purpose=purpose)
    if wish.contact and (known := contact_queries.by_public_id(wish.contact)):
        contacts.go_on(known, details, _keys(wish.token), wish.until)
        return known, short_code(keys.REFERENCE)
    contact, opened = contacts.begin(details, _keys(wish.token), wish.until, device=wish.device)
    return contact, opened.reference


def _replace(booking_id: int, suitable: Collection[Desk], start: datetime, lasting: timedelta) -> None:
    with transaction() as session:
        booking = _locked(session, booking_id)
        if not queries.changeable(booking):
            raise NotChangeableError
        # Its own time counts as free, so that a visit can move by less than its length. An error brings it back.
        session.execute(delete(BookingSlot).where(BookingSlot.booking_id == booking.id))
        desk = _free_desk(session, booking.location, suitable, start, lasting)
        if desk is None:
            raise SlotTakenError(start)
        booking.desk, booking.starts_at, booking.ends_at = desk.number, start, start + lasting
        booking.changed_at = clock.now()
        session.flush()
        _occupy(session, booking)


def _locked(session: Session, booking_id: int) -> Booking:
    return session.get_one(Booking, booking_id, populate_existing=True, with_for_update=True)


def _free_desk(
    session: Session, place: str, suitable: Collection[Desk], start: datetime, lasting: timedelta
) -> Desk | None:
    given = {"place": place, "since": start, "until": start + lasting}
    busy = set(session.connection().execute(BUSY, given).scalars())
    return next((desk for desk in suitable if desk.number not in busy), None)


def _occupy(session: Session, booking: Booking) -> None:
    session.connection().execute(
        OCCUPY,
        [
            {"location": booking.location, "desk": booking.desk, "start_at": piece, "booking_id": booking.id}
            for piece in slots.pieces(booking.starts_at, booking.ends_at - booking.starts_at)
        ],
    )


def _repeated(wish: Wish) -> Booking | None:
    booking = queries.by_token(wish.token)
    if booking and booking.request_hash != wish.fingerprint:
        raise TokenReusedError
    return booking
