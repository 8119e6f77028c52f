from datetime import timedelta

import pytest

from app.accounts.models import Staff
from app.core import bus, periodic
from app.core.db import session
from app.events import PresenceChanged
from app.presence import actions, queries
from app.presence.models import REASONS
from tests.app.conversations.conftest import employ


@pytest.fixture
def anna(app):
    return employ("Anna K.", "operator")


@pytest.fixture
def heard(app) -> list[PresenceChanged]:
    heard: list[PresenceChanged] = []
    bus.listen(app, PresenceChanged, heard.append)
    return heard


def test_who_arrives_is_there_until_they_leave(app, anna, heard):
    assert queries.of(anna.id) is None
    actions.arrive(anna)
    assert [(one.name, one.state, one.limit) for one in queries.here()] == [("Anna K.", "here", 4)]
    actions.leave(anna)
    assert queries.here() == []
    assert heard == [PresenceChanged(anna.id)] * 2


def test_who_leaves_twice_has_left_once(app, anna, heard):
    actions.leave(anna)
    assert heard == []


def test_a_pause_has_a_reason_and_keeps_the_limit(app, anna):
    actions.arrive(anna, limit=2)
    for reason in REASONS:
        actions.pause(anna, reason)
        assert (queries.of(anna.id).state, queries.of(anna.id).reason) == ("paused", reason)
    assert queries.here() == []
    assert [one.name for one in queries.everyone()] == ["Anna K."]
    actions.arrive(anna, queries.of(anna.id).limit)
    assert queries.of(anna.id).limit == 2


@pytest.mark.parametrize("reason", ["", "holiday", None])
def test_a_reason_that_nobody_knows_is_refused(app, anna, reason):
    with pytest.raises(ValueError, match="no reason"):
        actions.pause(anna, reason)


@pytest.mark.parametrize("limit", [0, -1, 21])
def test_nobody_takes_none_or_dozens(app, anna, limit):
    with pytest.raises(ValueError, match="a person takes"):
        actions.arrive(anna, limit)


def test_a_desk_that_is_not_heard_of_is_not_there(app, anna, clock, heard):
    actions.arrive(anna)
    clock.travel("2026-11-24T16:06:30")
    assert queries.of(anna.id)
    clock.travel("2026-11-24T16:06:31")
    assert queries.of(anna.id) is None
    heard.clear()
    periodic.run_once(app)
    periodic.run_once(app)
    assert heard == [PresenceChanged(anna.id)]
    actions.record_heartbeat(anna)
    assert queries.of(anna.id) is None, "a heartbeat alone is no arrival"


def test_a_desk_that_is_heard_of_stays(app, anna, clock):
    actions.arrive(anna)
    for minute in range(6, 16):
        clock.travel(f"2026-11-24T16:{minute:02}")
        actions.record_heartbeat(anna)
    actions.remove_silent()
    assert queries.of(anna.id)
    assert queries.of(anna.id).since + timedelta(minutes=10) == queries.clock.now()


def test_roles_are_told_apart(app, anna):
    editor = employ("Edit K.", "editor")
    for staff in (anna, editor):
        actions.arrive(staff)
    assert [one.name for one in queries.here("editor")] == ["Edit K."]
    assert [one.name for one in queries.here(("operator", "supervisor"))] == ["Anna K."]
    assert len(queries.here()) == 2


def test_one_room_that_cannot_look_keeps_no_other_from_looking(app, anna, clock, caplog):
    actions.arrive(anna)
    clock.travel("2026-11-24T18:00")
    first, *_rest = app.extensions["features"]
    broken = type(first)(name="broken", every_5_seconds=lambda: 1 // 0)
    app.extensions["features"] = (broken, *app.extensions["features"])
    periodic.run_once(app)
    assert queries.lapsed_staff_ids() == []
    assert "periodic work of broken failed" in caplog.text


def test_who_signs_out_is_gone_at_once_unless_another_desk_is_open(app, staff):
    desk, other = staff("operator"), staff("operator")
    person = session().query(Staff).filter_by(role="operator").one()
    desk.submit(desk.get("/staff/jelenlet"), {"wish": "arrive"})
    assert queries.of(person.id)
    for browser, there in ((other, True), (desk, False)):
        browser.submit(browser.get("/staff/asztal"), form="form:has(.desk__out)")
        assert bool(queries.of(person.id)) is there


def test_whoever_reads_a_page_without_script_is_believed_to_be_there_for_a_while(app, staff, clock):
    desk = staff("operator")
    desk.submit(desk.get("/staff/jelenlet"), {"wish": "arrive"})
    desk.get("/staff/feladatok/uj")
    clock.travel("2026-11-24T16:14")
    actions.remove_silent()
    assert len(queries.here()) == 1, "still writing"
    desk.get("/staff/feladatok")
    clock.travel("2026-11-24T16:25")
    actions.remove_silent()
    assert queries.here() == []


def test_what_a_script_asks_for_says_that_the_page_is_open_now(app, staff, clock):
    desk = staff("operator")
    desk.submit(desk.get("/staff/jelenlet"), {"wish": "arrive"})
    assert desk.client.head("/staff/jelenlet", headers={"Sec-Fetch-Dest": "empty"}).status_code == 200
    clock.travel("2026-11-24T16:06:31")
    assert queries.here() == []


def test_opening_a_page_is_no_arrival(app, staff):
    staff("operator").get("/staff/feladatok")
    assert queries.everyone() == []


def test_only_the_pages_of_who_has_arrived_say_that_they_are_open(app, staff):
    desk = staff("operator")
    assert not desk.get("/staff/feladatok").select("script[src*=staff]")
    desk.submit(desk.get("/staff/jelenlet"), {"wish": "arrive"})
    assert desk.get("/staff/feladatok").select("script[src*=staff]")


def test_after_a_restart_desks_have_time_to_find_the_way_back(app, anna, clock, monkeypatch):
    actions.arrive(anna)
    clock.travel("2026-11-24T16:30")
    monkeypatch.setitem(app.extensions, "serving_since", queries.clock.monotonic())
    actions.remove_silent()
    assert queries.has_arrived(anna.id)
    actions.record_heartbeat(anna)
    assert queries.of(anna.id), "the desk has found the way back"
    clock.travel("2026-11-24T16:40")
    monkeypatch.setitem(app.extensions, "serving_since", queries.clock.monotonic() - periodic.RECONNECT_TIME_S)
    actions.remove_silent()
    assert not queries.has_arrived(anna.id)
