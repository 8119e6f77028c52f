"""The interface's manners: problem documents, safe repeats, one sound description that is true."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from flask import Blueprint, Flask, Response, jsonify, request
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.core import api, db, idempotency, openapi
from app.core import clock as clock_of_the_house
from app.core.db import Base
from app.core.problems import ProblemType

EXAMPLES = {"/services/{slug}": "lakcimbejelentes", "/forms/{slug}": "behajtasi-engedely"}


@pytest.fixture
def counting(settings: Settings) -> Flask:
    """A service with one more call, which counts how often it is really done."""
    app = create_app(settings)
    done: list[Any] = []
    blueprint = Blueprint("counting_api", __name__)

    @blueprint.post("/count")
    @idempotency.idempotent
    def count() -> Response:
        done.append(request.get_data())
        wanted = (api.json_body() or {}).get("answer", 201)
        if wanted == "crash":
            raise RuntimeError("crash")
        if wanted >= 400:
            return ProblemType(wanted, "refused", "Refused").response()
        response = jsonify(number=len(done))
        response.status_code = wanted
        return response

    api.mount(app, blueprint)
    app.extensions["done"] = done
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
    return app


def call(app: Flask, key: str, **body: Any):
    return app.test_client().post("/api/v1/count", json=body, headers={"Idempotency-Key": key} if key else {})


def test_a_repeat_with_the_same_key_is_done_once_and_answered_alike(counting: Flask):
    first, second = call(counting, "k1", x=1), call(counting, "k1", x=1)
    assert (first.status_code, first.json) == (second.status_code, second.json) == (201, {"number": 1})
    assert second.mimetype == "application/json"
    assert len(counting.extensions["done"]) == 1


def test_without_a_key_or_with_another_one_it_is_done_again(counting: Flask):
    assert [call(counting, key, x=1).json["number"] for key in ("", "", "k1", "k2")] == [1, 2, 3, 4]


def test_a_key_that_came_with_another_request_is_refused(counting: Flask):
    call(counting, "k1", x=1)
    refused = call(counting, "k1", x=2)
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
    assert refused.json["type"].endswith("/problems/key-reused")
    assert len(counting.extensions["done"]) == 1


def test_a_refusal_is_repeated_as_a_refusal(counting: Flask):
    first, second = call(counting, "k1", answer=409), call(counting, "k1", answer=409)
    assert first.status_code == second.status_code == 409
    assert first.json == second.json
    assert second.mimetype == "application/problem+json"
    assert len(counting.extensions["done"]) == 1


@pytest.mark.parametrize("answer", [500, 503, 429, "crash"])
def test_what_may_go_better_next_time_may_be_tried_again(counting: Flask, answer: Any):
    assert call(counting, "k1", answer=answer).status_code == (500 if answer == "crash" else answer)
    call(counting, "k1", answer=answer)
    assert len(counting.extensions["done"]) == 2


@pytest.fixture
def interrupted(counting: Flask, clock) -> Flask:
    """A service that died at 16.05 while it worked on the call of the key k1."""
    clock.travel("2026-11-24T16:05")
    with counting.app_context(), db.transaction() as current:
        key = hashlib.sha256(b"/api/v1/count\nk1").hexdigest()
        current.add(idempotency.IdempotencyRecord(key=key, request_hash="", created_at=clock_of_the_house.now()))
    return counting


def test_a_request_that_is_still_being_worked_on_is_not_started_twice(interrupted: Flask):
    answer = call(interrupted, "k1")
    assert answer.status_code == 409
    assert answer.json["type"].endswith("/problems/request-in-progress")
    assert interrupted.extensions["done"] == []


def test_a_request_that_was_never_finished_may_be_sent_again_after_a_minute(interrupted: Flask, clock):
    clock.travel("2026-11-24T16:05:59")
    assert call(interrupted, "k1").status_code == 409
    clock.travel("2026-11-24T16:06:00")
    assert [call(interrupted, "k1").json for _ in range(2)] == [{"number": 1}, {"number": 1}]


def test_an_answer_is_kept_for_a_day_and_no_longer(counting: Flask, clock):
    call(counting, "k1", x=1)
    clock.travel("2026-11-25T16:04")
    assert call(counting, "k1", x=1).json == {"number": 1}
    clock.travel("2026-11-25T16:05")
    call(counting, "k2", x=1)
    with counting.app_context():
        assert len(db.session().scalars(select(idempotency.IdempotencyRecord)).all()) == 1
    assert call(counting, "k1", x=1).json == {"number": 3}


def test_who_asks_without_the_same_right_is_not_told_the_answer(counting: Flask):
    client = counting.test_client()
    headers = {"Idempotency-Key": "k1", "Authorization": "Bearer secret"}
    assert client.post("/api/v1/count", json={}, headers=headers).json == {"number": 1}
    for right in ({}, {"Authorization": "Bearer guess"}):
        answer = client.post("/api/v1/count", json={}, headers={"Idempotency-Key": "k1", **right})
        assert answer.status_code == 422
        assert "number" not in answer.json
    assert client.post("/api/v1/count", json={}, headers=headers).json == {"number": 1}


def test_of_several_processes_that_are_asked_at_once_one_does_it(settings: Settings, tmp_path):
    """The database decides, so it holds for processes as it does for these threads with connections of their own."""
    app = create_app(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/app.db"}))
    done: list[int] = []
    blueprint = Blueprint("counting_api", __name__)

    @blueprint.post("/count")
    @idempotency.idempotent
    def count() -> Response:
        done.append(1)
        together.wait(timeout=10)
        return jsonify(number=len(done))

    api.mount(app, blueprint)
    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
    together = Barrier(2)

    def ask(_number: int) -> int:
        status = call(app, "k1", x=1).status_code
        if status == 409:
            together.wait(timeout=10)
        return status

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(ask, range(2)))
    assert statuses == [200, 409]
    assert done == [1]
    assert call(app, "k1", x=1).json == {"number": 1}


def test_a_problem_document_says_type_title_status_and_detail(app: Flask):
    answer = app.test_client().get("/api/v1/nothing-here")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert {"type", "title", "status", "detail"} <= set(answer.json)
    assert answer.json["status"] == 404
    assert answer.json["type"].startswith("http")


def test_a_wrong_method_and_an_oversized_body_are_problems_too(app: Flask):
    client = app.test_client()
    assert client.delete("/api/v1/hours").mimetype == "application/problem+json"
    big = client.post("/api/v1/appointments", data=b"x" * 400_000, content_type="application/json")
    assert big.status_code in {413, 400, 422}
    assert big.mimetype == "application/problem+json"


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"x"', b"{", b"\xff\xfe", b'{"a":' * 2000])
def test_a_body_that_is_no_json_object_is_a_problem_and_no_crash(app: Flask, body: bytes):
    answer = app.test_client().post("/api/v1/appointments", data=body, content_type="application/json")
    assert 400 <= answer.status_code < 500
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 24, 15, 5, tzinfo=UTC), "2026-11-24T16:05:00+01:00"),
        (datetime(2026, 7, 1, 7, 5, tzinfo=UTC), "2026-07-01T09:05:00+02:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
    ],
)
def test_moments_carry_budapests_offset(moment: datetime, written: str):
    assert clock_of_the_house.iso(moment) == written


def test_the_description_is_sound_openapi(app: Flask):
    served = app.test_client().get("/api/v1/openapi.json")
    assert served.json["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(served.json).validate()


def test_every_call_is_described_and_every_description_can_be_called(app: Flask):
    described = {
        (_shape(path), method.upper())
        for path, item in openapi.description()["paths"].items()
        for method in item
        if method in {"get", "post", "patch", "delete", "put"}
    }
    served = {
        (_shape(rule.rule.removeprefix(api.PREFIX)), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(api.PREFIX) and rule.endpoint != "api.openapi"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert described == served


def test_every_call_has_a_name_of_its_own_and_says_when_it_is_limited(app: Flask):
    paths = openapi.description()["paths"]
    calls = [(path, method, call) for path, item in paths.items() for method, call in item.items()]
    names = [call.get("operationId") for _path, _method, call in calls]
    assert all(names)
    assert len(names) == len(set(names))
    limited = {path for path, _method, call in calls if "429" in call["responses"]}
    assert limited == {
        "/appointments", "/appointments/{code}", "/conversations", "/conversations/availability",
        "/conversations/{id}/messages", "/guard",
    }  # fmt: skip


def _shape(path: str) -> str:
    """Return a path with its variables unnamed: code and description may call them differently."""
    return re.sub(r"<[^>]+>|\{[^}]+\}", "{}", path)


def test_every_open_get_answers_as_described(app: Flask):
    description = openapi.description()
    client = app.test_client()
    paths = [
        path
        for path, item in description["paths"].items()
        if "get" in item and not {"401", "403"} & set(item["get"]["responses"])
    ]
    assert paths
    for path in paths:
        answer = client.get(api.PREFIX + example(path) + "?lang=hu")
        assert answer.status_code == 200, f"{path}: {answer.text[:300]}"
        schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        validator = Draft202012Validator({**schema, "components": description["components"]})
        errors = list(validator.iter_errors(answer.json))
        assert not errors, f"{path}: {errors[0].message} at {list(errors[0].absolute_path)}"


def example(path: str) -> str:
    return path.replace("{slug}", EXAMPLES.get(path, "varoshaza"))
