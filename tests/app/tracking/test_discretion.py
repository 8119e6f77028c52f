"""A whole journey, in which everything typed is personal: none of it is found in the log or on a line of others."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest

from app.conversations import live
from app.core import jobs
from app.core.realtime import socketio
from app.gateways import GatewayError, mail
from tests.app.appointments.test_views import to_check
from tests.support.browse import Browse
from tests.support.desk import somebody_at_the_desk

NAME, EMAIL, PHONE, STREET = "Gombóc Artúr", "gomboc.artur@pelda.hu", "30 765 4321", "Szivárvány utca 77"
TYPED = ("gombóc", "artúr", "gomboc.artur", "7654321", "765 4321", "szivárvány")
QUESTION = f"{NAME} vagyok, {STREET}, {EMAIL}, 06 {PHONE}"


class Refusing:
    """A mail server whose refusal quotes whom it was to reach, as many do."""

    leaves = True

    def send(self, _letter) -> None:
        raise GatewayError("the mail server did not take the letter (SMTPRecipientsRefused)")

    def forget(self, _about) -> int:
        return 0

    def forget_before(self, _moment) -> int:
        return 0


@pytest.fixture
def logged(caplog) -> Callable[[], list[str]]:
    """Everything that was logged so far, by whomever, tracebacks included."""
    caplog.set_level(logging.DEBUG)
    formatter = logging.Formatter("%(name)s %(message)s")
    return lambda: [formatter.format(record) for record in caplog.records]


@pytest.fixture
def told(monkeypatch) -> list[tuple[str, str, str]]:
    """Everything that is sent on live lines: to which room, which event, what."""
    heard = []

    def emit(event, data, to=None, namespace=None, **_more) -> None:
        heard.append((f"{namespace} {to}", event, json.dumps(data, ensure_ascii=False)))

    monkeypatch.setattr(socketio.server, "emit", emit)
    return heard


def personal(text: str) -> list[str]:
    return [word for word in TYPED if word in text.lower()]


def test_nothing_that_was_typed_is_logged_or_told_to_others(app, browse: Browse, staff, clock, logged, told):
    somebody_at_the_desk()
    page = browse.submit(browse.get("/hu/beszelgetes"), {"body": QUESTION, "subject": NAME})
    public_id = page.response.request.path.split("/")[3]
    reference, code = (item.get_text() for item in page.select("dd.code"))
    browse.submit(page, {"body": STREET}, form="form.write")
    desk = staff("operator")
    desk.post(f"/staff/beszelgetes/{public_id}/felvetel", {"csrf_token": _token(desk, public_id)})
    stranger = Browse(app.test_client())
    stranger.submit(stranger.get("/hu/kovetes"), {"reference": reference, "secret": NAME}, 422)
    stranger.submit(stranger.get("/hu/kovetes"), {"reference": reference, "secret": code})
    stranger.submit(stranger.get(f"/hu/kovetes/{public_id}/email"), {"email": EMAIL})
    mail.PORT.use(app, Refusing())
    stranger.submit(stranger.get(f"/hu/kovetes/{public_id}/email"), {"email": EMAIL})
    stranger.submit(stranger.get(f"/hu/kovetes/{public_id}/ertekeles"), {"answer": "no", "comment": QUESTION})
    for file in ("adataim.json", "adataim.txt"):
        assert NAME in stranger.client.get(f"/hu/kovetes/{public_id}/{file}").text
    callback = {"phone": f"06 {PHONE}", "subject": NAME, "answer_by": "call", "best_time": STREET}
    browse.submit(browse.get("/hu/visszahivas"), callback)
    visit = to_check(browse)
    browse.submit(visit)
    browse.get("/hu/kereses", query_string={"q": NAME})
    browse.client.get(f"/hu/nincs-ilyen/{public_id}")
    stranger.submit(stranger.get(f"/hu/kovetes/{public_id}/torles"))
    clock.travel("2027-06-01T04:00")
    assert jobs.nightly().state == "done"
    lines = logged()
    assert any("nightly" in line for line in lines), "nothing was captured"
    assert [line for line in lines if personal(line)] == []
    assert any(room.startswith(f"{live.CHAT} c") and personal(data) for room, _event, data in told), "nothing was heard"
    assert [one for one in told if personal(one[2]) and not one[0].split()[1].startswith("c")] == []


def _token(desk: Browse, public_id: str) -> str:
    return str(desk.get(f"/staff/beszelgetes/{public_id}").select_one("input[name=csrf_token]")["value"])


def test_a_page_that_breaks_logs_no_word_that_was_typed(app, browse: Browse, logged):
    """The statement that fails has been given everything; what is logged of it is only its kind."""
    from app.conversations.models import Conversation
    from app.core.db import engine

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = browse.get("/hu/visszahivas")
    Conversation.__table__.drop(engine())
    browse.submit(page, {"phone": f"06 {PHONE}", "subject": NAME, "answer_by": "call", "best_time": STREET}, 500)
    lines = logged()
    assert any("unexpected" in line for line in lines), "nothing was captured"
    assert [line for line in lines if personal(line)] == []
