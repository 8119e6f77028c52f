import pytest

from app.accounts import actions as people
from app.accounts.models import StaffSession
from app.conversations import actions, queries, retention
from app.conversations.actions import Opening
from app.core import clock as the_clock
from app.core.bus import publish
from app.core.db import session, transaction
from app.events import StaffSignedOut, TaskCreated, TaskDone
from app.presence import queries as presence
from tests.support.browse import Browse
from tests.support.sockets import Line


def chat(body="Elköltöztem"):
    return actions.open_conversation(Opening(channel="chat", language="hu", body=body))


def desk(app, browse: Browse, **auth) -> Line:
    return Line(app, "/desk", auth or None, browse.client)


def citizen(app, opened, **auth) -> Line:
    return Line(app, "/chat", {"id": opened.public_id, "token": opened.contact.token, **auth})


def take(browse: Browse, opened) -> None:
    browse.submit(browse.get(f"/staff/beszelgetes/{opened.public_id}"), form="form.write")


@pytest.mark.parametrize(
    ("role", "admitted"), [("operator", True), ("supervisor", True), ("helper", False), ("editor", True)]
)
def test_only_those_who_answer_or_can_be_asked_in_have_a_live_desk(app, staff, role, admitted):
    assert desk(app, staff(role)).connected is admitted


def test_without_a_session_there_is_no_live_desk(app, browse):
    assert not desk(app, browse).connected


def test_both_sides_hear_each_other(app, staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    there, here = citizen(app, opened), desk(app, operator, open=opened.public_id)
    ack = here.send("post", {"in": opened.public_id, "ref": "a1", "body": "Jó napot!"})
    answer = there.all("posted")[-1]
    assert (answer["id"], answer["author"], answer["body"]) == (ack["id"], "operator", "Jó napot!")
    there.send("post", {"ref": "c1", "body": "Köszönöm"})
    heard = here.all("posted")[-1]
    assert (heard["body"], heard["in"]) == ("Köszönöm", opened.id)


def test_a_desk_hears_all_its_own_conversations_and_no_others(app, staff):
    mine, also_mine, other = chat(), chat(), chat()
    operator = staff("operator")
    for one in (mine, also_mine):
        take(operator, one)
    here = desk(app, operator, open=mine.public_id)
    for one in (mine, also_mine, other):
        citizen(app, one).send("post", {"ref": "c", "body": "új"})
    assert [m["in"] for m in here.all("posted") if m["body"] == "új"] == [mine.id, also_mine.id]


def test_a_desk_is_told_when_the_line_changes(app, staff):
    here = desk(app, staff("operator"))
    opened = chat()
    assert here.all("line") == [{"changed": opened.id}]
    actions.end(queries.state_of(opened.id))
    assert len(here.all("line")) == 2


@pytest.mark.parametrize("data", [None, [], {}, {"in": 7}, {"in": "nincs"}, {"in": ["x"]}])
def test_an_answer_to_no_conversation_is_refused(app, staff, data):
    assert desk(app, staff("operator")).send("post", data) == {"error": "not-yours"}


NUMBERED = "Az Ön TAJ-száma 037 687 210, ugye?"


@pytest.mark.parametrize("body", [NUMBERED, "Mikor döntenek a kérelmemről?"])
@pytest.mark.parametrize("sure", [{}, {"sure": False}, {"sure": "yes"}, {"sure": 1}])
def test_an_answer_that_the_guard_asks_about_is_stored_only_when_the_operator_is_sure(app, staff, body, sure):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    here = desk(app, operator, open=opened.public_id)
    post = {"in": opened.public_id, "ref": "a1", "body": body}
    assert here.send("post", {**post, **sure}) == {"error": "individual-case"}
    assert body not in [entry.body for entry in queries.messages(opened.id)]
    assert set(here.send("post", {**post, "sure": True})) == {"id", "at"}
    session().rollback()
    assert queries.messages(opened.id)[-1].body == body


def test_nobody_answers_in_what_another_has(app, staff):
    opened, operator = chat(), staff("operator")
    here = desk(app, operator, open=opened.public_id)
    assert here.send("post", {"in": opened.public_id, "ref": "a", "body": "korán"}) == {"error": "not-yours"}
    take(staff("supervisor"), opened)
    assert here.send("post", {"in": opened.public_id, "ref": "b", "body": "késő"}) == {"error": "not-yours"}


def test_who_gave_a_conversation_back_hears_it_no_more(app, staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    here = desk(app, operator, open=opened.public_id)
    operator.submit(operator.get(f"/staff/beszelgetes/{opened.public_id}"), form="form[action$='/vissza']")
    citizen(app, opened).send("post", {"ref": "c", "body": "van itt valaki?"})
    assert "van itt valaki?" not in str(here.all("posted"))


def test_typing_is_passed_to_the_other_side(app, staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    there, here = citizen(app, opened), desk(app, operator, open=opened.public_id)
    here.send("typing", {"in": opened.public_id})
    assert there.all("typing") == [{"author": "operator", "name": "Anna"}]
    there.send("typing", {})
    assert here.all("typing") == [{"author": "citizen", "in": opened.id}]


def test_signing_out_closes_the_live_desk_at_once(app, staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    here = desk(app, operator, open=opened.public_id)
    operator.submit(operator.get("/staff/asztal"), form="form[action$='/kilepes']")
    assert not here.connected


@pytest.mark.parametrize("change", ["another role", "switched off"])
def test_who_answers_no_longer_loses_the_desk_and_leaves_nobody_waiting(app, staff, change):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    here, there = desk(app, operator, open=opened.public_id), citizen(app, opened)
    staff_id = queries.state_of(opened.id).staff_id
    if change == "another role":
        people.change_role("command line", staff_id, "helper")
    else:
        people.deactivate("command line", staff_id)
    assert not here.connected
    assert queries.state_of(opened.id).state == "waiting"
    assert queries.state_of(opened.id).staff_id is None
    assert there.all("state")[-1]["state"] == "waiting"
    take(staff("supervisor"), opened)


def test_who_goes_on_answering_keeps_desk_and_conversations(app, staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    here = desk(app, operator, open=opened.public_id)
    people.change_role("command line", queries.state_of(opened.id).staff_id, "supervisor")
    assert here.connected
    assert queries.state_of(opened.id).state == "active"


def test_one_of_two_desks_stays_when_the_other_signs_out(app, staff):
    here, there = desk(app, staff("operator")), desk(app, staff("operator"))
    ended = session().query(StaffSession).order_by(StaffSession.id).first()
    with transaction():
        ended.ended_at = the_clock.now()
        publish(StaffSignedOut(ended.staff_id))
    assert [here.connected, there.connected] == [False, True]


def test_an_editor_hears_what_they_were_asked_into_and_nothing_else(app, staff):
    asked, other, operator, editor = chat(), chat(), staff("operator"), staff("editor")
    take(operator, asked)
    arrive(editor)
    page = operator.get(f"/staff/beszelgetes/{asked.public_id}/bevonas")
    operator.submit(page, {"person": page.select_one("[name=person]")["value"]}, form="form.stack")
    here = desk(app, editor, open=asked.public_id)
    for one in (asked, other):
        citizen(app, one).send("post", {"ref": "c", "body": "új"})
    assert [m["in"] for m in here.all("posted") if m["body"] == "új"] == [asked.id]
    assert "id" in here.send("post", {"in": asked.public_id, "ref": "e", "body": "Segítek."})
    assert here.send("post", {"in": other.public_id, "ref": "e", "body": "nem az enyém"}) == {"error": "not-yours"}


def arrive(browse: Browse) -> None:
    browse.submit(browse.get("/staff/jelenlet"), {"wish": "arrive"}, form="form.filter")


def test_an_open_desk_keeps_its_person_present(app, staff, clock):
    operator = staff("operator")
    arrive(operator)
    here = desk(app, operator)
    clock.travel("2026-11-24T16:06")
    here.send("here", {})
    clock.travel("2026-11-24T16:07")
    session().commit()
    assert [one.name for one in presence.here()] == ["Anna"]
    clock.travel("2026-11-24T16:09")
    assert presence.here() == []


def test_the_citizen_learns_how_far_the_operator_has_read(app, staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    there, here = citizen(app, opened), desk(app, operator, open=opened.public_id)
    said = there.send("post", {"ref": "c", "body": "Hahó?"})["id"]
    here.send("seen", {"in": opened.public_id, "delivered": said, "read": said})
    assert there.all("marks")[-1] == {"side": "operator", "delivered": said, "read": said}


@pytest.mark.parametrize("data", [None, {}, {"in": "nincs", "read": 1}, {"read": 5}])
def test_marks_of_no_conversation_are_left_unheard(app, staff, data):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    before = queries.state_of(opened.id).read_operator
    desk(app, operator, open=opened.public_id).send("seen", data)
    session().commit()
    assert queries.state_of(opened.id).read_operator == before


@pytest.mark.parametrize("event", [TaskCreated(1), TaskDone(1)])
def test_desks_fetch_their_lists_when_a_task_is_made_or_done(app, staff, event):
    here = desk(app, staff("operator"))
    with transaction():
        publish(event)
    assert {"changed": 0} in here.all("line")


def test_who_is_given_a_conversation_hears_it_without_opening_it(app, staff):
    opened, operator, supervisor = chat(), staff("operator"), staff("supervisor")
    take(operator, opened)
    supervisor.submit(supervisor.get("/staff/jelenlet"), {"wish": "arrive"})
    there = desk(app, supervisor)
    asking = operator.get(f"/staff/beszelgetes/{opened.public_id}/atadas")
    operator.submit(asking, {"person": asking.select_one("[name=person]")["value"]}, form="form.stack")
    assert there.all("line"), "the page fetches its lists and finds it there"
    there.send("follow", {"in": opened.public_id})
    citizen(app, opened).send("post", {"ref": "c", "body": "Most Ön válaszol?"})
    assert there.all("posted")[-1]["body"] == "Most Ön válaszol?"


def test_nobody_follows_what_is_not_theirs_to_answer(app, staff):
    waiting, taken = chat(), chat()
    take(staff("supervisor"), taken)
    here = desk(app, staff("operator"))
    for data in ({"in": waiting.public_id}, {"in": taken.public_id}, {"in": 7}, {"in": "nincs"}, None, []):
        here.send("follow", data)
    for one in (waiting, taken):
        citizen(app, one).send("post", {"ref": "c", "body": "titok"})
    assert here.all("posted") == []


def test_who_has_handed_a_conversation_over_is_not_seen_writing_in_it(app, staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    there, here = citizen(app, opened), desk(app, operator, open=opened.public_id)
    operator.submit(operator.get(f"/staff/beszelgetes/{opened.public_id}"), form="form[action$='/vissza']")
    take(staff("supervisor"), opened)
    here.send("typing", {"in": opened.public_id})
    assert there.all("typing") == []


def test_a_desk_that_has_read_what_was_erased_meanwhile_hears_no_fault(app, staff):
    opened, operator = chat(), staff("operator")
    take(operator, opened)
    here = desk(app, operator, open=opened.public_id)
    retention.erase(queries.state_of(opened.id))
    assert here.send("seen", {"in": opened.public_id, "delivered": 1, "read": 1}) != {"error": "failed"}
