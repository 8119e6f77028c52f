"""What other rooms ask about hours and places, and the sentences for citizens."""

from __future__ import annotations

from datetime import date

import pytest

from app.core import content, i18n
from app.core.clock import BUDAPEST
from app.locations import queries, words
from app.locations.hours import Hours
from app.locations.workdays import WEEKDAYS
from tests.app.locations.test_hours import WORKDAYS, local, weekly


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("now", "language", "sentence"),
    [
        ("2026-11-24T16:05", "hu", "Most nyitva vagyunk, 19 óráig."),
        ("2026-11-24T16:05", "hu-simple", "Most nyitva vagyunk.\n19 óráig írhat vagy hívhat."),
        ("2026-11-24T16:05", "en", "We are open now, until 19:00."),
        ("2026-11-24T16:05", "de", "Wir haben jetzt geöffnet, bis 19 Uhr."),
        ("2026-11-24T12:00", "hu", "Most zárva vagyunk. A következő nyitás: kedd 16.00."),
        ("2026-11-24T12:00", "hu-simple", "Most zárva vagyunk.\nEkkor nyitunk: kedd 16.00."),
        ("2026-11-24T12:00", "en", "We are closed now. Next opening: Tuesday 16:00."),
        ("2026-11-24T12:00", "de", "Wir haben jetzt geschlossen. Nächste Öffnung: Dienstag 16.00 Uhr."),
        ("2026-10-23T07:30", "hu",
         "Ma munkaszüneti nap van (nemzeti ünnep), zárva vagyunk. A következő nyitás: hétfő 7.00."),
        ("2026-10-23T07:30", "de",
         "Heute ist Feiertag (Nationalfeiertag), wir haben geschlossen. Nächste Öffnung: Montag 7.00 Uhr."),
        ("2026-11-24T18:55", "hu", "5 perc múlva zárunk. A megkezdett beszélgetést befejezzük."),
        ("2026-11-24T18:49", "hu", "Most nyitva vagyunk, 19 óráig."),
        ("2026-11-24T18:59", "en", "We are open now, until 19:00."),
    ],
)  # fmt: skip
def test_the_sentence_says_whether_the_contact_centre_is_open(clock, now: str, language: str, sentence: str):
    clock.travel(now)
    with i18n.use_language(language):
        state = queries.channel_state("chat")
        assert state.sentence == sentence
        assert state.open is queries.channel_hours("chat").open


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("hu", "január 4., hétfő, 7.00"),
        ("en", "Monday 4 January, 7:00"),
        ("de", "Montag, 4. Januar, 7.00 Uhr"),
    ],
)
def test_a_far_opening_says_its_date_too(language: str, said: str):
    with i18n.use_language(language):
        assert words.opening(local("2027-01-04T07:00"), local("2026-12-23T20:00")) == said


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("moment", "now", "said"),
    [
        ("2027-01-04T07:00", "2026-12-30T20:00", "hétfő 7.00"),
        ("2027-06-01T07:00", "2026-12-30T20:00", "június 1., kedd, 7.00"),
        ("2027-12-01T07:00", "2026-12-30T20:00", "2027. december 1., szerda, 7.00"),
    ],
)
def test_an_opening_beyond_half_a_year_says_its_year(moment: str, now: str, said: str):
    assert words.opening(local(moment), local(now)) == said


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("hu", "2028. január 3., hétfő, 7.00"), ("hu-simple", "2028. január 3., hétfő, 7.00"),
        ("en", "Monday 3 January 2028, 7:00"), ("de", "Montag, 3. Januar 2028, 7.00 Uhr"),
    ],
)  # fmt: skip
def test_after_a_year_that_is_closed_the_next_opening_names_its_year(language: str, said: str):
    week = weekly(**{day: [("07:00", "08:00")] for day in WEEKDAYS[:5]})
    hours = Hours(week | {"exceptions": [{"first": "2027-01-01", "last": "2027-12-31"}]}, WORKDAYS)
    state = hours.at(local("2026-12-31T08:00"))
    assert state.next_opening == local("2028-01-03T07:00")
    with i18n.use_language(language):
        assert words.opening(state.next_opening, state.at) == said


@pytest.mark.usefixtures("app")
def test_half_hours_and_midnight_are_written_in_full():
    assert words.hour(local("2026-11-24T12:30")) == "12.30"
    assert words.hour(local("2026-11-25T00:00")) == "24"
    hours = Hours(weekly(tue=[("20:00", "24:00")]), WORKDAYS)
    assert words.windows(hours.windows(date(2026, 11, 24))) == "20.00–24.00"
    assert words.windows(()) == "zárva"


@pytest.mark.usefixtures("app")
def test_hours_that_never_open_give_no_next_opening():
    state = Hours(weekly(), WORKDAYS).at(local("2026-11-24T12:00"))
    assert words.state_sentence(state) == "Most zárva vagyunk."
    assert words.place_sentence(state) == "Most zárva."


@pytest.mark.usefixtures("app")
def test_a_channel_may_have_hours_of_its_own_be_switched_off_and_have_its_own_exceptions(
    monkeypatch: pytest.MonkeyPatch,
):
    data = content.load("hours.yaml")
    profile = data["profiles"]["budaors"]
    changed = {
        **profile,
        "exceptions": [{"date": "2026-11-24", "windows": [], "channels": ["video"], "reason": {"hu": "Karbantartás"}}],
        "channels": {
            "chat": {"weekly": "default"},
            "video": {"weekly": "default"},
            "phone": {"weekly": weekly(tue=[("10:00", "11:00")])["weekly"]},
            "sms": {"weekly": "default", "enabled": False},
        },
    }
    monkeypatch.setitem(data["profiles"], "budaors", changed)
    queries._channels.cache_clear()
    at = local("2026-11-24T07:30")
    try:
        opened = {name: queries.channel_hours(name, at).open for name in queries.channels()}
        phone = queries.channel_hours("phone", local("2026-11-24T10:30"))
        never = queries.channel_hours("sms", at)
    finally:
        queries._channels.cache_clear()
    assert opened == {"chat": True, "video": False, "phone": False, "sms": False}
    assert phone.open
    assert never.next_opening is None


@pytest.mark.usefixtures("app")
def test_the_state_is_calculated_once_per_minute_and_language(clock):
    first = queries.channel_state("chat")
    clock.travel("2026-11-24T16:05:40")
    assert queries.channel_state("chat") is first
    with i18n.use_language("de"):
        assert queries.channel_state("chat") is not first
    clock.travel("2026-11-24T19:00")
    assert not queries.channel_state("chat").open


@pytest.mark.usefixtures("app")
def test_a_week_begins_today_and_marks_it():
    days = queries.week(queries.channel_timetable("chat"))
    assert [day.date for day in days][0::6] == [date(2026, 11, 24), date(2026, 11, 30)]
    assert [day.today for day in days] == [True] + [False] * 6


@pytest.mark.usefixtures("app")
def test_special_days_are_the_holidays_and_moved_days_ahead():
    days = queries.special_days(queries.channel_timetable("chat"), 40)
    assert [(day.date.isoformat(), day.reason.kind) for day in days if day.reason] == [
        ("2026-12-12", "working-day"), ("2026-12-24", "rest-day"), ("2026-12-25", "holiday"),
        ("2026-12-26", "holiday"), ("2027-01-01", "holiday"),
    ]  # fmt: skip


@pytest.mark.usefixtures("app")
def test_every_place_knows_its_address_desks_and_lengths():
    for place in queries.locations():
        assert place.address.startswith("2040 Budaörs")
        assert place.desks
        assert place.slot_minutes_longer == 2 * place.slot_minutes
        assert place.slot_minutes % 5 == 0
    assert queries.location("sehol") is None
    assert queries.location("telekucko").state().at.tzinfo is BUDAPEST
