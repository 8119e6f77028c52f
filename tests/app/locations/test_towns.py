"""The acceptance of the hours engine: the contact centre of Budaörs, and an office with lunch gaps and booked days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.core.db import Base
from app.locations import queries, words
from tests.app.locations.test_hours import local
from tests.support.browse import Browse
from tests.support.towns import content_of

DAYS = ("hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat", "vasárnap")


@pytest.fixture
def soroksar(settings: Settings, tmp_path, clock):
    """The service of another town: same code, another content folder."""
    folder = content_of("soroksar", tmp_path / "content")
    app = create_app(settings.model_copy(update={"content_dir": folder}))
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        for feature in app.extensions["features"]:
            if feature.prepare:
                feature.prepare()
        yield app


def spoken_week(hours) -> dict[str, str]:
    """An ordinary week as (from, to) pairs by the Hungarian weekday."""
    monday = date(2026, 11, 16)
    return {
        name: " ".join(f"{w.opens:%H:%M}-{w.closes:%H:%M}" for w in hours.windows(monday + timedelta(days=number)))
        for number, name in enumerate(DAYS)
    }


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("channel", ["chat", "video", "phone", "sms", "callback"])
def test_every_channel_of_budaors_keeps_two_windows_on_three_days(channel: str):
    early, both = "07:00-08:00", "07:00-08:00 16:00-19:00"
    assert spoken_week(queries.channel_timetable(channel)) == {
        "hétfő": early, "kedd": both, "szerda": both, "csütörtök": both, "péntek": early, "szombat": "", "vasárnap": "",
    }  # fmt: skip


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-24T07:59", "Most nyitva vagyunk, 8 óráig."),
        ("2026-11-24T08:00", "Most zárva vagyunk. A következő nyitás: kedd 16.00."),
        ("2026-11-24T19:00", "Most zárva vagyunk. A következő nyitás: szerda 7.00."),
        ("2026-11-27T08:00", "Most zárva vagyunk. A következő nyitás: hétfő 7.00."),
        ("2026-12-12T07:30", "Most nyitva vagyunk, 8 óráig."),
        ("2026-12-23T19:00", "Most zárva vagyunk. A következő nyitás: hétfő 7.00."),
    ],
)
def test_budaors_says_the_next_opening_at_the_minute_it_closes(clock, now: str, said: str):
    clock.travel(now)
    assert queries.channel_state("chat").sentence == said


def test_the_office_has_its_lunch_gap_on_four_days(soroksar: Flask):
    assert spoken_week(queries.location("okmanyiroda").hours) == {
        "hétfő": "08:30-12:00 12:30-17:00", "kedd": "08:30-12:00 12:30-15:00", "szerda": "08:30-12:00 12:30-16:00",
        "csütörtök": "08:30-12:00 12:30-15:00", "péntek": "08:30-12:00", "szombat": "", "vasárnap": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("at", "is_open", "booked", "following"),
    [
        ("2026-11-23T11:59", True, False, "2026-11-23T12:30"),
        ("2026-11-23T12:00", False, False, "2026-11-23T12:30"),
        ("2026-11-23T12:30", True, False, "2026-11-24T08:30"),
        ("2026-11-24T09:00", True, True, "2026-11-24T12:30"),
        ("2026-11-24T15:00", False, False, "2026-11-25T08:30"),
        ("2026-11-27T12:00", False, False, "2026-11-30T08:30"),
        # A Saturday worked instead of a Thursday keeps the Thursday's order, appointments included.
        ("2026-12-12T14:59", True, True, "2026-12-14T08:30"),
        ("2026-12-24T09:00", False, False, "2026-12-28T08:30"),
        # The library's own calendar, in a year that no content folder lists.
        ("2029-10-23T09:00", False, False, "2029-10-24T08:30"),
    ],
)
def test_the_office_knows_gaps_booked_days_and_moved_days(
    soroksar: Flask, at: str, is_open: bool, booked: bool, following: str
):
    state = queries.location("okmanyiroda").hours.at(local(at))
    assert (state.open, state.by_appointment) == (is_open, booked)
    assert state.next_opening == local(following)


def test_only_the_booked_days_of_the_office_can_be_booked(soroksar: Flask):
    answer = soroksar.test_client().get("/api/v1/locations/okmanyiroda/slots?from=2026-11-25&to=2026-12-04").json
    starts = {slot["start"][:10] for slot in answer["slots"]}
    assert starts == {"2026-11-26", "2026-12-01", "2026-12-03"}
    times = [slot["start"][11:16] for slot in answer["slots"] if slot["start"].startswith("2026-11-26")]
    assert times[0] == "08:30"
    assert ("11:45" in times, "12:00" in times, "12:15" in times, "12:30" in times) == (True, False, False, True)
    assert times[-1] == "14:45"


def test_the_pages_of_the_office_say_on_which_days_one_must_book(soroksar: Flask):
    browse = Browse(soroksar.test_client())
    words = browse.get("/hu/helyek/okmanyiroda").words
    assert "8.30–12.00 és 12.30–15.00, időpontra" in words
    assert "8.30–12.00 és 12.30–17.00" in words
    assert "időpontra" not in browse.get("/hu/helyek/okmanyiroda").select("#week tbody tr")[1].get_text()


@pytest.mark.usefixtures("soroksar")
@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-23T18:00", "Most zárva. Legközelebb nyitva: kedd 8.30, időpontra."),
        ("2026-11-24T18:00", "Most zárva. Legközelebb nyitva: szerda 8.30."),
    ],
)
def test_nobody_is_sent_without_a_booking_to_a_day_that_admits_only_booked_visits(now: str, said: str):
    assert words.place_sentence(queries.location("okmanyiroda").hours.at(local(now))) == said


def test_a_town_without_a_chat_shows_it_as_closed_and_its_pages_work(soroksar: Flask):
    assert "chat" not in queries.channels()
    assert not queries.channel_state("chat").open
    browse = Browse(soroksar.test_client())
    for path in ("/hu/", "/hu-simple/", "/hu/nyitvatartas", "/hu/helyek", "/hu/kapcsolat"):
        browse.get(path)
    assert queries.channel_state("phone").sentence.startswith("Most")
