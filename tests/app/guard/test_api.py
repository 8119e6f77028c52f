import logging

import pytest

from app.conversations.models import Conversation, Message
from app.core.db import session


def judged(app, text, **headers):
    return app.test_client().post("/api/v1/guard", json={"text": text}, headers=headers)


def test_a_text_is_judged_with_places_counted_in_characters(app):
    answer = judged(app, "😀 A TAJ-számom 981 203 458, kell más?")
    assert answer.status_code == 200
    assert answer.json == {"verdict": "block", "findings": [{"kind": "taj", "start": 15, "end": 26}]}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("text", "verdict"), [("Mikor döntenek a kérelmemről?", "advise"), ("Elköltöztem, hol jelentsem be?", "allow")]
)
def test_a_question_is_advised_on_or_allowed(app, text, verdict):
    assert judged(app, text).json["verdict"] == verdict


@pytest.mark.parametrize("body", [None, [], {}, {"text": 7}, {"text": "x" * 4001}])
def test_what_is_no_text_is_refused_as_a_problem(app, body):
    answer = app.test_client().post("/api/v1/guard", json=body)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


def test_nothing_of_a_text_is_logged(app, caplog):
    caplog.set_level(logging.DEBUG)
    judged(app, "TAJ 981203458")
    assert "981203458" not in caplog.text


def open_one(app, **more):
    return app.test_client().post("/api/v1/conversations", json={"channel": "chat", "language": "hu", **more})


def test_programs_cannot_store_a_number_either_and_are_told_where_it_is(app):
    answer = open_one(app, topic="TAJ 981203458")
    assert (answer.status_code, answer.json["type"].rsplit("/", 1)[1]) == (422, "individual-case")
    opened = open_one(app).json
    refused = app.test_client().post(
        f"/api/v1/conversations/{opened['id']}/messages", json={"body": "Ügyszám: 1234-5/2026"},
        headers={"Authorization": f"Bearer {opened['token']}"},
    )  # fmt: skip
    assert refused.status_code == 422
    assert refused.json["findings"] == [{"kind": "case-number", "start": 9, "end": 20}]
    assert session().query(Conversation).count() == 1
    assert session().query(Message).count() == 0
