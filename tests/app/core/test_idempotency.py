"""Requests that name an Idempotency-Key: done once, answered alike."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Blueprint, Flask, Response, jsonify, request
from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.core import api, db, idempotency
from app.core import clock as clock_of_the_house
from app.core.db import Base
from app.core.problems import ProblemType


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
