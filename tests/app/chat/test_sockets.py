import pytest

from app.contacts.queries import Holder
from app.conversations import actions, availability_monitor, queries
from app.conversations.actions import NewMessage, Opening
from app.conversations.allowance import BURST, Allowance
from app.core.db import session
from app.presence import actions as presence
from tests.app.conversations.conftest import employ
from tests.support.browse import Browse
from tests.support.desk import somebody_at_the_desk
from tests.support.sockets import Line


@pytest.fixture
def anna(app):
    return employ("Anna K.", "operator")


def chat(body="Elköltöztem"):
    return actions.open_conversation(Opening(channel="chat", language="hu", body=body))


def line(app, opened, **auth) -> Line:
    return Line(app, "/chat", {"id": opened.public_id, "token": opened.contact.token, **auth})


def stored(opened) -> list[str]:
    session().commit()
    return [entry.body for entry in queries.messages(opened.id) if entry.author != "system"]


def test_a_message_is_acknowledged_when_it_is_stored_and_reaches_both_tabs(app):
    opened = chat()
    one, two = line(app, opened), line(app, opened)
    ack = one.send("post", {"ref": "r1", "body": "Hol jelentsem be?"})
    assert set(ack) == {"id", "at"}
    assert ack["at"].endswith("+01:00")
    for tab in (one, two):
        posted = tab.all("posted")[-1]
        assert (posted["id"], posted["ref"], posted["author"], posted["body"]) == (
            ack["id"],
            "r1",
            "citizen",
            "Hol jelentsem be?",
        )
    assert stored(opened) == ["Elköltöztem", "Hol jelentsem be?"]


def test_sending_again_after_a_lost_acknowledgement_stores_and_tells_once(app):
    opened = chat()
    one = line(app, opened, after=1)
    first, again = (one.send("post", {"ref": "r1", "body": "Egyszer"}) for _ in range(2))
    assert first == again
    assert len(one.all("posted")) == 1
    assert stored(opened).count("Egyszer") == 1


def test_who_reconnects_is_sent_what_it_missed_and_nothing_else(app, anna):
    opened = chat()
    last = queries.messages(opened.id)[-1].id
    actions.take(anna, opened.public_id)
    actions.post_message(NewMessage(opened.id, "a1", "Jó napot!", anna))
    missed = line(app, opened, after=last).all("posted")
    assert [(m["author"], m["body"]) for m in missed] == [("system", "joined"), ("operator", "Jó napot!")]
    assert missed[0]["texts"]["hu"] == "Anna K. ügyintéző csatlakozott a beszélgetéshez."
    assert missed[0]["texts"]["en"] == "Anna K., operator, has joined the conversation."
    assert line(app, opened, after=missed[-1]["id"]).all("posted") == []


def test_who_waits_hears_of_the_line_and_of_the_operator(app, anna):
    somebody_at_the_desk()
    first, second = chat(), chat()
    waiting = line(app, second)
    assert waiting.all("state")[0]["position"] == 2
    actions.take(anna, first.public_id)
    assert waiting.all("queue")[-1]["position"] == 1
    assert waiting.all("queue")[-1]["texts"]["hu"].startswith("Ön következik")
    actions.take(anna, second.public_id)
    state = waiting.all("state")[-1]
    assert (state["state"], state["name"], state["position"]) == ("active", "Anna K.", None)
    actions.end(queries.state_of(second.id), anna)
    assert waiting.all("state")[-1]["state"] == "ended"
    assert waiting.send("post", {"ref": "late", "body": "még valami"}) == {"error": "ended"}


def test_who_waits_is_told_when_the_operators_go_and_come(app, anna):
    presence.arrive(anna)
    waiting = line(app, chat())
    assert waiting.all("state")[0]["texts"]["hu"].startswith("Ön következik")
    presence.leave(anna)
    assert "nincs ügyintéző a helyén" in waiting.all("queue")[-1]["texts"]["hu"]
    presence.arrive(anna)
    assert waiting.all("queue")[-1]["texts"]["hu"].startswith("Ön következik")


def test_the_door_hears_at_once_whether_one_can_talk(app, anna, clock):
    door = Line(app, "/chat", {"door": True})
    assert [news["can_talk"] for news in door.all("availability")] == [False]
    presence.arrive(anna)
    assert door.all("availability")[-1]["can_talk"] is True
    clock.travel("2026-11-24T19:01")
    availability_monitor.refresh()
    closed = door.all("availability")[-1]
    assert (closed["can_talk"], closed["open"]) == (False, False)
    assert "szerda 7.00" in closed["texts"]["hu"]
    told = len(door.all("availability"))
    availability_monitor.refresh()
    assert len(door.all("availability")) == told
    assert door.send("post", {"ref": "r", "body": "hahó"}) == {"error": "unknown-conversation"}


def test_an_operator_who_vanishes_gives_the_citizen_their_place_back_and_says_so(app, anna, clock):
    presence.arrive(anna)
    opened = chat()
    actions.take(anna, opened.public_id)
    citizen = line(app, opened)
    clock.travel("2026-11-24T16:06:31")
    presence.remove_silent()
    state = citizen.all("state")[-1]
    assert (state["state"], state["position"]) == ("waiting", 1)
    assert "nincs ügyintéző a helyén" in state["texts"]["hu"]
    assert citizen.all("posted")[-1]["texts"]["hu"].startswith("Az ügyintéző kapcsolata megszakadt")


def test_each_side_learns_how_far_the_other_has_received_and_read(app, anna):
    opened = chat()
    actions.take(anna, opened.public_id)
    citizen = line(app, opened)
    answer = actions.post_message(NewMessage(opened.id, "a1", "Jó napot!", anna))
    citizen.send("seen", {"delivered": answer.id, "read": 0})
    found = queries.state_of(opened.id)
    assert (found.delivered_citizen, found.read_citizen) == (answer.id, 0)
    actions.mark("operator", opened.id, read=answer.id)
    assert citizen.all("marks")[-1] == {"side": "operator", "delivered": answer.id, "read": answer.id}


@pytest.mark.parametrize("marks", [None, [], {}, {"delivered": "9", "read": True}, {"delivered": -1}, {"read": 2**70}])
def test_marks_that_are_none_change_nothing(app, marks):
    opened = chat()
    line(app, opened).send("seen", marks)
    found = queries.state_of(opened.id)
    assert (found.delivered_citizen, found.read_citizen) == (0, 0)


def test_nobody_can_have_read_what_was_never_said(app):
    opened = chat()
    line(app, opened).send("seen", {"delivered": 2**40, "read": 2**40})
    assert queries.state_of(opened.id).read_citizen == queries.last_id(opened.id)


def test_changed_words_reach_who_is_there_and_who_comes_back(app):
    opened = chat()
    browser = line(app, opened)
    said = browser.send("post", {"ref": "r1", "body": "kedden"})
    actions.edit_message(Holder((opened.contact.token,)), said["id"], "szerdán")
    late = line(app, opened, after=said["id"])
    for one in (browser, late):
        news = one.all("edited")[-1]
        assert (news["id"], news["body"], [before["body"] for before in news["earlier"]]) == (
            said["id"], "szerdán", ["kedden"],
        )  # fmt: skip


def test_the_browsers_cookie_is_enough(app):
    browse = Browse(app.test_client())
    page = browse.submit(browse.get("/hu/beszelgetes"), {"body": "Elköltöztem"})
    public_id = page.response.request.path.split("/")[3]
    assert Line(app, "/chat", {"id": public_id}, browse.client).connected
    assert not Line(app, "/chat", {"id": public_id}, app.test_client()).connected


def test_a_message_by_plain_form_reaches_the_live_line_too(app):
    browse = Browse(app.test_client())
    page = browse.submit(browse.get("/hu/beszelgetes"), {"body": "Elköltöztem"})
    live = Line(app, "/chat", {"id": page.response.request.path.split("/")[3]}, browse.client)
    browse.submit(page, {"body": "Írtam az oldalon"}, form="form.write")
    assert live.all("posted")[-1]["body"] == "Írtam az oldalon"


WRONG = [
    None,
    {},
    [],
    "x",
    7,
    {"id": 7},
    {"id": ""},
    {"id": "nincs"},
    {"id": ["x"], "token": {}},
    {"id": "\x00", "token": "\x00"},
]


@pytest.mark.parametrize("auth", WRONG)
def test_without_a_key_nobody_is_admitted(app, auth):
    assert not Line(app, "/chat", auth).connected


def test_the_key_of_another_conversation_does_not_fit(app):
    mine, other = chat(), chat()
    assert not Line(app, "/chat", {"id": mine.public_id, "token": other.contact.token}).connected


@pytest.mark.parametrize("after", ["1", None, -5, 10**30, True, [1], {"a": 1}, 1.5])
def test_a_last_id_that_is_none_counts_as_having_nothing(app, after):
    opened = chat()
    assert [m["body"] for m in line(app, opened, after=after).all("posted")] == ["Elköltöztem"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (None, "invalid"), ([], "invalid"), ("x", "invalid"), (7, "invalid"), ({}, "invalid"),
        ({"ref": "r"}, "invalid"), ({"body": "x"}, "invalid"), ({"ref": 1, "body": "x"}, "invalid"),
        ({"ref": "r", "body": ["x"]}, "invalid"), ({"ref": "r" * 65, "body": "x"}, "invalid"),
        ({"ref": "r", "body": ""}, "empty"), ({"ref": "r", "body": " \u200b\u202e "}, "empty"),
        ({"ref": "r", "body": "x" * 4001}, "too-long"), ({"ref": "r", "body": "x" * 60_000}, "too-long"),
        ({"ref": "r", "body": b"bytes"}, "invalid"),
    ],
)  # fmt: skip
def test_what_is_no_message_gets_a_clear_answer(app, caplog, data, error):
    opened = chat()
    assert line(app, opened).send("post", data) == {"error": error}
    assert stored(opened) == ["Elköltöztem"]
    assert not caplog.records


@pytest.mark.parametrize(
    "event", ["connect", "disconnected", "on_post", "__class__", "trigger_event", "app", "", "post ", "take"]
)
def test_an_unknown_event_does_nothing_and_says_so(app, caplog, event):
    one = line(app, chat())
    assert one.send(event, {"environ": {}}, {}) == {"error": "unknown-event"}
    assert one.send("post", {"ref": "r", "body": "még itt vagyok"}).keys() == {"id", "at"}
    assert not caplog.records


def test_tricks_in_a_message_are_taken_out_before_it_is_stored(app):
    opened = chat()
    one = line(app, opened)
    one.send("post", {"ref": "r", "body": "\u202e<b>szia</b>\x00\ud83d"})
    assert one.all("posted")[-1]["body"] == stored(opened)[-1] == "<b>szia</b>"


def test_typing_reaches_the_other_side_only(app, anna):
    opened = chat()
    one, two = line(app, opened), line(app, opened)
    one.send("typing", None)
    one.send("typing", {"author": "operator", "name": "Hamis"})
    assert one.all("typing") == two.all("typing") == []


def test_nobody_hears_a_conversation_that_is_not_theirs(app):
    mine, other = chat(), chat()
    stranger = line(app, other, after=10)
    line(app, mine).send("post", {"ref": "r", "body": "titok"})
    assert "titok" not in str(stranger.all("posted"))


def test_who_has_left_is_forgotten(app):
    one = line(app, chat())
    one.client.disconnect("/chat")
    assert not one.connected


def test_a_flood_is_slowed_down_and_a_person_never_notices():
    allowance = Allowance(limited=True)
    assert all(allowance.spend() for _ in range(int(BURST)))
    assert not all(allowance.spend() for _ in range(5))
    assert all(Allowance(limited=False).spend() for _ in range(500))


def test_a_flood_is_answered_with_too_many(settings, clock, tmp_path):
    from app import create_app
    from app.core.db import Base

    app = create_app(settings.model_copy(update={"rate_limits": True}))
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
        one = line(app, chat())
        answers = [one.send("post", {"ref": f"r{n}", "body": "x"}) for n in range(80)]
    assert {"error": "too-many"} in answers
    assert "error" not in answers[0]
