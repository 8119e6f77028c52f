"""Exceptions to the opening hours: added, withdrawn, written down, and known everywhere at once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app import create_app
from app.core import audit, bus
from app.core.db import Base, session
from app.events import HoursChanged
from app.locations import actions, queries, staff_exceptions
from app.locations.actions import InvalidHoursExceptionError, NewHoursException
from app.locations.hours import Hours
from app.locations.staff_exceptions import StaffExceptions
from tests.app.locations.test_hours import WORKDAYS, local, weekly
from tests.support.browse import Browse

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
CHAT, HUT = "channel:chat", "place:telekucko"
WHY = {"hu": "Csőtörés", "hu-simple": "Eltört egy cső.", "en": "A burst pipe", "de": "Rohrbruch"}


def exception(**changes) -> NewHoursException:
    """Wednesday closed for the chat and for one place, with what the test changes."""
    usual = {"first": WEDNESDAY, "last": WEDNESDAY, "scopes": [CHAT, HUT], "windows": [], "reason": WHY}
    return NewHoursException(**{**usual, **changes})


@pytest.mark.usefixtures("app")
def test_an_exception_closes_what_it_names_and_nothing_else():
    actions.add_exception("staff:1", exception())
    at = local("2026-11-25T16:30")
    assert {name: queries.channel_hours(name, at).open for name in queries.channels()} == {
        "chat": False, "video": True, "phone": True, "sms": True, "callback": True,
    }  # fmt: skip
    assert not queries.location("telekucko").hours.at(at).open
    assert queries.location("varosi-konyvtar").hours.at(at).open
    assert queries.channel_hours("chat", at).reason.names == WHY
    assert queries.channel_hours("chat", at).next_opening == local("2026-11-26T07:00")


@pytest.mark.usefixtures("app")
def test_an_exception_may_open_a_holiday_or_a_weekend():
    actions.add_exception("staff:1", exception(
        first=date(2026, 12, 26), last=date(2026, 12, 27), windows=[("14:00", "15:30"), ("09:00", "10:00")],
    ))  # fmt: skip
    state = queries.channel_hours("chat", local("2026-12-26T09:30"))
    assert (state.open, state.closes_at) == (True, local("2026-12-26T10:00"))
    assert state.next_opening == local("2026-12-26T14:00")


@pytest.mark.usefixtures("app")
def test_the_sentence_of_the_start_page_changes_at_once_and_back():
    before = queries.channel_state("chat").sentence
    number = actions.add_exception("staff:1", exception(first=TUESDAY, last=TUESDAY))
    assert queries.channel_state("chat").sentence == "Most zárva vagyunk. A következő nyitás: szerda 7.00."
    assert actions.withdraw_exception("staff:2", number)
    assert queries.channel_state("chat").sentence == before


@pytest.mark.usefixtures("app")
def test_the_newest_of_two_exceptions_for_one_day_is_valid():
    actions.add_exception("staff:1", exception())
    actions.add_exception("staff:1", exception(windows=[("10:00", "11:00")]))
    assert [w.opens.hour for w in queries.channel_timetable("chat").windows(WEDNESDAY)] == [10]


def test_the_staffs_exception_comes_before_the_content_folders():
    table = weekly(wed=[("07:00", "08:00")]) | {"exceptions": [{"date": "2026-11-25", "windows": []}]}
    rows = ({"first": "2026-11-25", "last": "2026-11-25", "windows": [{"from": "10:00", "to": "11:00"}]},)
    laid = staff_exceptions.apply(Hours(table, WORKDAYS), CHAT, StaffExceptions({CHAT: rows}))
    assert [w.opens.hour for w in laid.windows(WEDNESDAY)] == [10]


@pytest.mark.usefixtures("app")
def test_withdrawing_leaves_the_days_that_have_passed_as_they_were(clock):
    number = actions.add_exception("staff:1", exception(first=TUESDAY, last=date(2026, 11, 26)))
    clock.travel("2026-11-25T10:00")
    actions.withdraw_exception("staff:1", number)
    shut = [not queries.channel_timetable("chat").windows(date(2026, 11, day)) for day in (24, 25, 26)]
    assert shut == [True, False, False]


@pytest.mark.usefixtures("app")
def test_an_exception_is_withdrawn_once_and_not_when_it_is_over(clock):
    number = actions.add_exception("staff:1", exception())
    assert actions.withdraw_exception("staff:1", number)
    assert not actions.withdraw_exception("staff:1", number)
    over = actions.add_exception("staff:1", exception())
    clock.travel("2026-11-26T00:00")
    assert not actions.withdraw_exception("staff:1", over)
    assert not actions.withdraw_exception("staff:1", 4711)
    assert [change.open_to_withdraw for change in queries.history()] == [False, False]


@pytest.mark.usefixtures("app")
def test_the_history_and_the_audit_log_record_author_time_and_change():
    number = actions.add_exception("staff:1", exception())
    actions.withdraw_exception("staff:2", number)
    (change,) = queries.history()
    row = change.exception
    assert (row.added_by, row.withdrawn_by, row.scopes, row.reason) == ("staff:1", "staff:2", [CHAT, HUT], WHY)
    entries = session().scalars(select(audit.AuditEntry).where(audit.AuditEntry.subject == f"hours:{number}")).all()
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("staff:1", "hours.add-exception"), ("staff:2", "hours.withdraw-exception"),
    ]  # fmt: skip
    assert entries[0].details["first"] == "2026-11-25"


def test_the_event_is_published_after_the_commit(app):
    told = []
    bus.listen(
        app, HoursChanged, lambda event: told.append((event, queries.channel_timetable("chat").windows(TUESDAY)))
    )
    number = actions.add_exception("staff:1", exception(first=TUESDAY, last=TUESDAY))
    assert told == [(HoursChanged(number), ())]


def test_another_process_sees_the_change_within_seconds(settings, tmp_path, monkeypatch, clock):
    here, there = (
        create_app(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/one.db"})) for _process in (1, 2)
    )
    passed = [0.0]
    monkeypatch.setattr("app.core.clock.monotonic", lambda: passed[0])
    with here.app_context():
        Base.metadata.create_all(here.extensions["engine"])
        assert queries.channel_timetable("chat").windows(WEDNESDAY)
    with there.app_context():
        assert queries.channel_timetable("chat").windows(WEDNESDAY)
    with here.app_context():
        actions.add_exception("staff:1", exception())
    with there.app_context():
        passed[0] += staff_exceptions.KEPT_SECONDS + 0.1
        assert not queries.channel_timetable("chat").windows(WEDNESDAY)
    for app in (here, there):
        app.extensions["engine"].dispose()


def test_unchanged_hours_are_not_calculated_again(app, monkeypatch):
    actions.add_exception("staff:1", exception())
    hours = queries.channel_timetable("chat")
    passed = staff_exceptions.clock.monotonic() + staff_exceptions.KEPT_SECONDS + 1
    monkeypatch.setattr("app.core.clock.monotonic", lambda: passed)
    assert queries.channel_timetable("chat") is hours


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"first": date(2026, 11, 23)}, "first", "past"),
        ({"first": date(2029, 1, 1), "last": date(2029, 1, 1)}, "first", "far"),
        ({"last": TUESDAY}, "last", "order"),
        ({"last": date(2027, 11, 24)}, "last", "long"),
        ({"scopes": []}, "scopes", "none"),
        ({"scopes": ["place:sehol"]}, "scopes", "none"),
        ({"windows": [("10:00", "09:00")]}, "windows", "order"),
        ({"windows": [("09:00", "09:00")]}, "windows", "order"),
        ({"windows": [("09:00", "11:00"), ("10:00", "12:00")]}, "windows", "overlap"),
        ({"reason": {"en": "No reason in Hungarian"}}, "reason", "none"),
    ],
)
def test_an_invalid_exception_is_refused_and_nothing_is_stored(changes, field: str, why: str):
    with pytest.raises(InvalidHoursExceptionError) as refused:
        actions.add_exception("staff:1", exception(**changes))
    assert (refused.value.field, refused.value.why) == (field, why)
    assert queries.history() == []


@pytest.mark.parametrize("language", WHY)
def test_citizens_read_the_reason_in_their_language(app, language: str):
    actions.add_exception("staff:1", exception())
    browse = Browse(app.test_client())
    assert WHY[language] in browse.get(f"/{language}/nyitvatartas").words
    assert WHY[language] in browse.get(f"/{language}/helyek/telekucko").words
    assert WHY[language] not in browse.get(f"/{language}/helyek/varosi-konyvtar").words


def test_the_booking_offers_no_times_on_a_day_that_was_closed(app):
    client = app.test_client()
    address = "/api/v1/locations/telekucko/slots?from=2026-11-26&to=2026-11-26"
    assert client.get(address).json["slots"]
    actions.add_exception("staff:1", exception(first=date(2026, 11, 26), last=date(2026, 11, 26)))
    assert client.get(address).json["slots"] == []
