import pytest
from flask.testing import FlaskClient

from app.presence import actions as presence
from tests.support.desk import somebody_at_the_desk

NEW = {"channel": "chat", "language": "hu", "topic": "Lakcím", "communication": ["more-time"]}


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def opened(client) -> dict:
    return client.post("/api/v1/conversations", json=NEW).json


@pytest.fixture
def bearer(opened) -> dict:
    return {"Authorization": f"Bearer {opened['token']}"}


def url(opened: dict) -> str:
    return f"/api/v1/conversations/{opened['id']}/messages"


@pytest.fixture(autouse=True)
def there(app):
    """An operator who is there."""
    return somebody_at_the_desk()


def test_with_nobody_there_it_keeps_its_place_and_availability_says_why(client, there):
    presence.leave(there)
    opened = client.post("/api/v1/conversations", json=NEW).json
    assert (opened["state"], opened["position"]) == ("waiting", 1)
    found = client.get("/api/v1/conversations/availability").json
    assert found == {
        "can_talk": False, "open": True, "operators": 0, "next_opening": found["next_opening"],
        "closes_at": "2026-11-24T19:00:00+01:00",
    }  # fmt: skip
    presence.arrive(there)
    assert client.get("/api/v1/conversations/availability").json["can_talk"] is True


def test_opening_gives_token_reference_and_place(client):
    response = client.post("/api/v1/conversations", json=NEW)
    assert response.status_code == 201
    assert set(response.json) == {"id", "token", "reference", "code", "state", "position"}
    assert (response.json["state"], response.json["position"]) == ("waiting", 1)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert client.post("/api/v1/conversations", json=NEW).json["position"] == 2


def test_out_of_hours_the_state_says_so(client, clock):
    clock.travel("2026-11-24T22:40")
    opened = client.post("/api/v1/conversations", json=NEW).json
    assert (opened["state"], opened["position"]) == ("message", None)


@pytest.mark.parametrize(
    "body",
    [
        None, [], "chat", {}, {"channel": "chat"}, {**NEW, "channel": "video"}, {**NEW, "language": "fr"},
        {**NEW, "language": ["hu"]}, {**NEW, "topic": 7}, {**NEW, "topic": "x" * 121},
        {**NEW, "communication": "x"}, {**NEW, "communication": ["x"]}, {**NEW, "communication": [["x"]]},
    ],
)  # fmt: skip
def test_a_wrong_body_is_answered_with_a_problem(client, body):
    response = client.post("/api/v1/conversations", json=body)
    assert (response.status_code, response.mimetype) == (422, "application/problem+json")
    assert response.json["detail"]


def test_messages_are_written_once_and_read_in_order(client, opened, bearer):
    for ref, body in [("r1", "első"), ("r2", "második"), ("r1", "első")]:
        response = client.post(url(opened), json={"ref": ref, "body": body}, headers=bearer)
        assert response.status_code == 201
    answer = client.get(url(opened), headers=bearer)
    assert answer.headers["Cache-Control"] == "private, no-store"
    found = answer.json
    assert [(m["author"], m["body"]) for m in found["messages"]] == [("citizen", "első"), ("citizen", "második")]
    after = found["messages"][0]["id"]
    assert [m["ref"] for m in client.get(f"{url(opened)}?after={after}", headers=bearer).json["messages"]] == ["r2"]


def test_an_idempotency_key_makes_opening_safe_to_repeat(client):
    key = {"Idempotency-Key": "once"}
    first, again = (client.post("/api/v1/conversations", json=NEW, headers=key) for _ in range(2))
    assert first.json == again.json


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 401), ({"Authorization": "Bearer wrong"}, 404), ({"Authorization": "Basic x"}, 401)]
)
def test_without_the_token_nothing_is_read_or_written(client, opened, headers, status):
    assert client.get(url(opened), headers=headers).status_code == status
    assert client.post(url(opened), json={"body": "x"}, headers=headers).status_code == status


def test_the_token_of_another_conversation_does_not_fit(client, opened):
    other = client.post("/api/v1/conversations", json=NEW).json
    assert client.get(url(opened), headers={"Authorization": f"Bearer {other['token']}"}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"body": ""},
        {"body": "\u200b\u202e"},
        {"body": 7},
        {"body": "x" * 4001},
        {"body": "x", "ref": "a b"},
        {"body": "x", "ref": 5},
        [1],
        None,
    ],
)
def test_what_is_no_message_is_refused(client, opened, bearer, body):
    assert client.post(url(opened), json=body, headers=bearer).status_code == 422


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 19, "9" * 30, "0" * 20 + "9" * 30, "0" * 5000, "²", "%00"])
def test_an_after_that_is_no_id_is_refused(client, opened, bearer, after):
    assert client.get(f"{url(opened)}?after={after}", headers=bearer).status_code == 400


def test_broken_bytes_and_halves_of_letters_end_clearly(client, opened, bearer):
    json_type = {**bearer, "Content-Type": "application/json"}
    assert client.post(url(opened), data=b"\xff\xfe\x00{", headers=json_type).status_code == 422
    assert client.post(url(opened), data=b'{"body": "\\ud83d alma"}', headers=json_type).status_code == 201
    assert client.get(url(opened), headers=bearer).json["messages"][0]["body"] == "alma"
    assert client.post(url(opened), data=b'{"body": "' + b"x" * 2**20 + b'"}', headers=json_type).status_code == 413
