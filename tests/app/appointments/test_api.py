"""The public interface for visits, as another office's system calls it."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.appointments.models import Booking
from app.core.db import session

START = "2026-11-26T16:00:00+01:00"


FAR = ["from=9999-12-31", "from=9999-12-01&to=9999-12-31", "to=0001-01-01", "from=0001-01-01&to=0001-01-01"]


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


def post(client: FlaskClient, key: str = "", **changes):
    body = {"location": "telekucko", "start": START, "service": "info", "needs": [], "language": "en", **changes}
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/appointments", json=body, headers=headers)


def bearer(made) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['secret']}"}


def test_a_visit_is_made_read_moved_and_cancelled(client: FlaskClient):
    answer = post(client, name="Gábor", needs=["companion", "wheelchair"])
    assert answer.status_code == 201
    made = answer.json
    assert (made["start"], made["end"], made["location"]) == (START, "2026-11-26T16:15:00+01:00", "telekucko")
    address = answer.headers["Location"]
    read = client.get(address, headers=bearer(made))
    assert read.json["needs"] == ["wheelchair", "companion"]
    assert "secret" not in read.json
    assert read.headers["Cache-Control"] == "private, no-store"
    moved = client.patch(address, json={"start": "2026-11-27T09:00:00+01:00"}, headers=bearer(made))
    assert (moved.status_code, moved.json["start"]) == (200, "2026-11-27T09:00:00+01:00")
    assert client.delete(address, headers=bearer(made)).status_code == 204
    assert client.delete(address, headers=bearer(made)).status_code == 204
    gone = client.get(address, headers=bearer(made)).json
    assert (gone["state"], gone["name"]) == ("cancelled", "")
    late = client.patch(address, json={"start": START}, headers=bearer(made))
    assert (late.status_code, late.json["type"].rsplit("/", 1)[1]) == (409, "not-changeable")


def test_a_taken_time_is_told_as_slot_taken_with_the_way_to_the_free_ones(client: FlaskClient):
    assert [post(client).status_code for _person in range(3)] == [201, 201, 409]
    answer = post(client)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"].endswith("/problems/slot-taken")
    free = client.get(answer.json["slots"]).json["slots"]
    assert START not in [slot["start"] for slot in free]


def test_a_move_to_a_taken_time_is_refused_and_changes_nothing(client: FlaskClient):
    post(client, start="2026-11-26T17:00:00+01:00")
    post(client, start="2026-11-26T17:00:00+01:00")
    made = post(client).json
    address = f"/api/v1/appointments/{made['code']}"
    assert client.patch(address, json={"start": "2026-11-26T17:00:00+01:00"}, headers=bearer(made)).status_code == 409
    assert client.get(address, headers=bearer(made)).json["start"] == START


def test_the_same_key_books_once_and_is_answered_alike(client: FlaskClient):
    first, second = post(client, key="k1"), post(client, key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert session().scalar(select(func.count()).select_from(Booking)) == 1
    other = post(client, key="k1", service="forms")
    assert (other.status_code, other.json["type"].rsplit("/", 1)[1]) == (422, "key-reused")
    assert post(client, key="k" * 256).status_code == 400


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"location": "sehol"}, "location"),
        ({"location": None}, "location"),
        ({"start": "2026-11-26T16:00:00"}, "start"),
        ({"start": "soon"}, "start"),
        ({"start": 5}, "start"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "start"),
        ({"service": "loan"}, "service"),
        ({"service": "kiosk"}, "service"),
        ({"service": {}}, "service"),
        ({"needs": "wheelchair"}, "needs"),
        ({"needs": ["lift"]}, "needs"),
        ({"needs": [{}]}, "needs"),
        ({"language": "xx"}, "language"),
        ({"language": []}, "language"),
        ({"name": 5}, "name"),
        ({"name": "n" * 101}, "name"),
        ({"phone": "call me"}, "phone"),
        ({"email": "a@b"}, "email"),
    ],
)
def test_a_wrong_wish_is_refused_and_its_field_named(client: FlaskClient, changes: dict, field: str):
    answer = post(client, **changes)
    assert answer.status_code == 422
    assert answer.json["fields"] == [field]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'"x"'])
def test_a_body_that_is_no_object_is_refused(client: FlaskClient, body: bytes):
    answer = client.post("/api/v1/appointments", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["fields"]) == (422, ["body"])


@pytest.mark.parametrize(
    "start",
    [
        "2026-11-24T10:00:00+01:00",
        "2026-11-28T10:00:00+01:00",
        "2026-12-24T09:00:00+01:00",
        "2027-11-26T16:00:00+01:00",
    ],
)
def test_a_time_in_the_past_or_outside_the_hours_or_too_far_is_not_offered(client: FlaskClient, start: str):
    answer = post(client, start=start)
    assert (answer.status_code, answer.json["type"].rsplit("/", 1)[1]) == (422, "slot-not-offered")


def test_without_its_own_secret_a_visit_cannot_be_seen_or_changed(client: FlaskClient):
    mine, other = post(client, name="Gábor").json, post(client).json
    address = f"/api/v1/appointments/{mine['code']}"
    for method in (client.get, client.patch, client.delete):
        assert method(address).status_code == 401
        assert method(address, headers={"Authorization": "Basic x"}).status_code == 401
        assert method(address, headers=bearer(other)).status_code == 404
    assert client.get("/api/v1/appointments/ZZZ999", headers=bearer(mine)).status_code == 404
    assert client.get(address, headers=bearer(mine)).json["name"] == "Gábor"


def test_free_slots_follow_place_service_days_and_needs(client: FlaskClient):
    address = "/api/v1/locations/telekucko/slots?service=info&from=2026-11-26&to=2026-11-26"
    plain = client.get(address).json["slots"]
    assert (plain[0]["start"], plain[-1]["end"], len(plain)) == (
        "2026-11-26T08:00:00+01:00", "2026-11-26T19:00:00+01:00", 40,
    )  # fmt: skip
    longer = client.get(f"{address}&needs=more-time,wheelchair").json["slots"]
    assert len(longer) == 38
    first = longer[0]
    spent = datetime.fromisoformat(first["end"]) - datetime.fromisoformat(first["start"])
    assert spent.total_seconds() == 30 * 60


def test_slots_of_the_past_or_beyond_the_horizon_are_none(client: FlaskClient):
    for days in ("from=2020-01-01&to=2020-02-01", "from=2027-01-01&to=9999-12-31", "from=2026-12-01&to=2026-11-30"):
        assert client.get(f"/api/v1/locations/telekucko/slots?{days}").json["slots"] == []


@pytest.mark.parametrize("asked", ["from=x", "to=2026-13-01", "service=loan", "needs=lift"])
def test_a_wrong_question_for_slots_is_refused(client: FlaskClient, asked: str):
    assert client.get(f"/api/v1/locations/telekucko/slots?{asked}").status_code == 422
    assert client.get("/api/v1/locations/sehol/slots").status_code == 404


@pytest.mark.parametrize("asked", FAR)
def test_days_at_the_ends_of_the_calendar_have_no_slots(client: FlaskClient, asked: str):
    answer = client.get(f"/api/v1/locations/telekucko/slots?{asked}")
    assert (answer.status_code, answer.json["slots"]) == (200, [])
