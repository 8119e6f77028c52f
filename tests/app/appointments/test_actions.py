"""Booking, moving and cancelling, one person at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.appointments import actions, queries
from app.appointments.actions import NotChangeableError, NotOfferedError, SlotTakenError, TokenReusedError, Wish
from app.appointments.models import Booking, BookingSlot
from app.appointments.visitor import Visitor
from app.core.clock import BUDAPEST
from app.core.db import session, transaction
from app.core.security import new_token

NAMED = Visitor("Kiss Ilona", "+36301234567", "ilona@example.hu")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BUDAPEST)


def wish(start: str = "2026-11-26T16:00", place: str = "telekucko", needs: tuple[str, ...] = (), **more) -> Wish:
    found = queries.bookable_place(place)
    assert found
    given = {"service": "info", "language": "hu", "visitor": NAMED, "token": new_token(), **more}
    return Wish(place=found, start=local(start), needs=needs, **given)


def pieces() -> int:
    return session().scalar(select(func.count()).select_from(BookingSlot)) or 0


@pytest.mark.usefixtures("app")
def test_a_booking_occupies_its_desk_in_pieces_of_five_minutes():
    booking = actions.book(wish())
    assert (booking.desk, booking.ends_at - booking.starts_at) == (1, timedelta(minutes=15))
    assert pieces() == 3


@pytest.mark.usefixtures("app")
def test_a_place_with_two_desks_takes_two_bookings_at_a_time_and_refuses_the_third():
    assert {actions.book(wish()).desk, actions.book(wish()).desk} == {1, 2}
    with pytest.raises(SlotTakenError):
        actions.book(wish())


@pytest.mark.usefixtures("app")
def test_a_double_visit_collides_with_a_single_one_in_its_second_half():
    actions.book(wish("2026-11-26T16:15"))
    actions.book(wish("2026-11-26T16:15"))
    with pytest.raises(SlotTakenError):
        actions.book(wish("2026-11-26T16:00", needs=("more-time",)))
    assert actions.book(wish("2026-11-26T16:30", needs=("more-time",))).ends_at == local("2026-11-26T17:00")


@pytest.mark.usefixtures("app")
def test_who_comes_in_a_wheelchair_gets_a_desk_for_it_and_others_leave_those_free():
    assert actions.book(wish("2026-11-26T08:00", "varoshaza")).desk == 4
    desks = [actions.book(wish("2026-11-26T08:00", "varoshaza", needs=("wheelchair",))).desk for _ in range(3)]
    assert desks == [1, 2, 3]
    actions.book(wish("2026-11-26T08:15", "varoshaza", needs=("wheelchair",)))
    actions.book(wish("2026-11-26T08:15", "varoshaza", needs=("wheelchair",)))
    actions.book(wish("2026-11-26T08:15", "varoshaza", needs=("wheelchair",)))
    with pytest.raises(SlotTakenError):
        actions.book(wish("2026-11-26T08:15", "varoshaza", needs=("wheelchair",)))
    assert actions.book(wish("2026-11-26T08:15", "varoshaza")).desk == 4


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("2026-11-24T16:00", "it has begun"),
        ("2026-11-24T16:30", "the notice of thirty minutes"),
        ("2026-11-26T16:05", "no slot begins at five past"),
        ("2026-11-26T19:00", "closing time"),
        ("2026-11-26T12:30", "the midday break"),
        ("2026-11-28T10:00", "a Saturday"),
        ("2026-12-24T08:00", "a moved rest day"),
        ("2026-12-23T08:00", "the horizon of twenty-eight days"),
        ("9999-12-30T08:00", "far beyond any calendar"),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_time_that_is_not_offered_is_refused(start: str, why: str):
    with pytest.raises(NotOfferedError):
        actions.book(wish(start))
    assert pieces() == 0, why


@pytest.mark.usefixtures("app")
def test_the_first_time_after_the_notice_and_the_last_day_of_the_horizon_are_offered():
    assert actions.book(wish("2026-11-24T16:45"))
    assert actions.book(wish("2026-12-22T08:00"))


@pytest.mark.usefixtures("app")
def test_a_visit_may_end_at_closing_time_but_not_after_it():
    assert actions.book(wish("2026-11-26T18:45"))
    with pytest.raises(NotOfferedError):
        actions.book(wish("2026-11-26T18:45", needs=("more-time",)))


@pytest.mark.parametrize(
    ("now", "start", "utc"),
    [
        ("2026-10-20T09:00", "2026-10-22T08:00", "2026-10-22T06:00"),
        ("2026-10-20T09:00", "2026-10-26T13:00", "2026-10-26T12:00"),
        ("2026-03-26T09:00", "2026-03-27T08:00", "2026-03-27T07:00"),
        ("2026-03-26T09:00", "2026-03-30T13:00", "2026-03-30T11:00"),
    ],
)
@pytest.mark.usefixtures("app")
def test_around_both_clock_changes_slots_stand_on_the_wall_clock_and_last_their_minutes(clock, now, start, utc):
    clock.travel(now)
    booking = actions.book(wish(start))
    assert booking.starts_at.isoformat() == f"{utc}:00+00:00"
    assert booking.ends_at - booking.starts_at == timedelta(minutes=15)


@pytest.mark.usefixtures("app")
def test_the_same_token_books_once_and_tells_the_same_secret():
    first = wish()
    booking = actions.book(first)
    again = actions.book(replace(first))
    assert again.id == booking.id
    assert pieces() == 3
    assert queries.by_code(booking.code, actions.secret_of(booking, first.token))


@pytest.mark.usefixtures("app")
def test_a_repetition_is_answered_even_after_the_time_has_passed(clock):
    first = wish("2026-11-24T17:00")
    booking = actions.book(first)
    clock.travel("2026-11-24T18:00")
    assert actions.book(first).id == booking.id


@pytest.mark.usefixtures("app")
def test_a_token_that_comes_with_another_wish_is_refused():
    first = wish()
    actions.book(first)
    with pytest.raises(TokenReusedError):
        actions.book(replace(first, service="forms"))


@pytest.mark.usefixtures("app")
def test_a_secret_opens_only_its_own_visit_however_it_is_typed_and_is_not_stored():
    mine, other = wish(), wish("2026-11-26T17:00")
    booking, stranger = actions.book(mine), actions.book(other)
    secret = actions.secret_of(booking, mine.token)
    spoken = f" {secret[:4].lower()}-{secret[4:]} "
    assert queries.by_code(booking.code.lower(), spoken)
    assert queries.by_code(stranger.code, secret) is None
    assert queries.by_code(booking.code, "") is None
    assert queries.by_code("NIX999", secret) is None
    assert secret not in str(booking.__dict__)


@pytest.mark.usefixtures("app")
def test_a_moved_visit_frees_its_old_time_and_holds_the_new_one():
    booking = actions.book(wish())
    place = queries.bookable_place("telekucko")
    actions.move(booking, place, local("2026-11-27T09:00"))
    assert booking.starts_at == local("2026-11-27T09:00")
    assert pieces() == 3
    assert queries.is_free(place, (), local("2026-11-26T16:00"))


@pytest.mark.usefixtures("app")
def test_a_move_to_a_taken_time_keeps_the_old_one():
    actions.book(wish("2026-11-26T17:00"))
    actions.book(wish("2026-11-26T17:00"))
    booking = actions.book(wish())
    with pytest.raises(SlotTakenError):
        actions.move(booking, queries.bookable_place("telekucko"), local("2026-11-26T17:00"))
    kept = session().get_one(Booking, booking.id, populate_existing=True)
    assert kept.starts_at == local("2026-11-26T16:00")
    assert pieces() == 9


@pytest.mark.usefixtures("app")
def test_a_visit_can_move_by_less_than_its_length():
    booking = actions.book(wish("2026-11-26T16:00", needs=("more-time",)))
    actions.book(wish("2026-11-26T16:00", needs=("more-time",)))
    actions.move(booking, queries.bookable_place("telekucko"), local("2026-11-26T16:15"))
    assert booking.starts_at == local("2026-11-26T16:15")


@pytest.mark.usefixtures("app")
def test_a_cancelled_visit_frees_its_time_and_forgets_the_person():
    booking = actions.book(wish())
    actions.cancel(booking)
    actions.cancel(booking)
    assert pieces() == 0
    kept = session().get_one(Booking, booking.id, populate_existing=True)
    assert (kept.state, kept.name, kept.contact.phone, kept.contact.email) == ("cancelled", "", None, None)
    with pytest.raises(NotChangeableError):
        actions.move(booking, queries.bookable_place("telekucko"), local("2026-11-26T17:00"))


@pytest.mark.usefixtures("app")
def test_a_visit_that_has_begun_can_be_neither_moved_nor_cancelled(clock):
    booking = actions.book(wish("2026-11-24T17:00"))
    clock.travel("2026-11-24T17:00")
    with pytest.raises(NotChangeableError):
        actions.cancel(booking)
    with pytest.raises(NotChangeableError):
        actions.move(booking, queries.bookable_place("telekucko"), local("2026-11-26T16:00"))


@pytest.mark.usefixtures("app")
def test_the_database_itself_refuses_the_same_five_minutes_twice():
    booking = actions.book(wish())
    with pytest.raises(IntegrityError), transaction() as current:
        current.add(
            BookingSlot(location="telekucko", desk=booking.desk, start_at=booking.starts_at, booking_id=booking.id)
        )
