"""The public interface for hours and places."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


def test_hours_are_given_for_now(client: FlaskClient):
    answer = client.get("/api/v1/hours?channel=chat").json
    assert answer["open"] is True
    assert answer["at"] == "2026-11-24T16:05:00+01:00"
    assert answer["closes_at"] == "2026-11-24T19:00:00+01:00"
    assert answer["next_opening"] == "2026-11-25T07:00:00+01:00"
    assert [window["from"][11:16] for window in answer["windows"]] == ["07:00", "16:00"]


@pytest.mark.parametrize(
    "at", ["2026-10-23T07:30:00%2B02:00", "2026-10-23T07:30:00+02:00", "2026-10-23T05:30Z", "2026-10-23T07:30"]
)
def test_hours_are_given_for_any_moment_in_every_notation(client: FlaskClient, at: str):
    answer = client.get(f"/api/v1/hours?channel=phone&at={at}").json
    assert (answer["open"], answer["closes_at"]) == (False, None)
    assert answer["at"] == "2026-10-23T07:30:00+02:00"
    assert answer["next_opening"] == "2026-10-26T07:00:00+01:00"
    assert answer["reason"] == {"kind": "holiday", "text": "Nemzeti ünnep"}


def test_hours_are_given_for_a_location(client: FlaskClient):
    answer = client.get("/api/v1/hours?location=telekucko&at=2026-11-24T12:30").json
    assert (answer["location"], answer["open"], answer["next_opening"]) == (
        "telekucko", False, "2026-11-24T13:00:00+01:00",
    )  # fmt: skip
    assert "kedd 13.00" in answer["sentence"]
    assert client.get("/api/v1/hours?location=sehol").status_code == 404
    assert client.get("/api/v1/hours?location=telekucko&channel=chat").status_code == 400


@pytest.mark.parametrize(
    ("language", "said"), [("hu", "kedd 16.00"), ("en", "Tuesday 16:00"), ("de", "Dienstag 16.00 Uhr")]
)
def test_the_next_opening_is_also_given_in_words(client: FlaskClient, language: str, said: str):
    answer = client.get(f"/api/v1/hours?at=2026-11-24T12:00&lang={language}").json
    assert answer["next_opening_text"] == said


@pytest.mark.parametrize(
    ("at", "told"),
    [
        # The hour that comes twice: without an offset the first passing is meant.
        ("2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T02:30:00+01:00"),
        ("2026-10-25T01:30Z", "2026-10-25T02:30:00+01:00"),
        # The hour that is leapt over.
        ("2026-03-29T02:30", "2026-03-29T03:30:00+02:00"),
        ("2026-11-24", "2026-11-24T00:00:00+01:00"),
        ("2026-11-24 07:30", "2026-11-24T07:30:00+01:00"),
        ("2026-11-24t06:30:00z", "2026-11-24T07:30:00+01:00"),
        ("2026-11-24T01:30:00.5-05:00", "2026-11-24T07:30:00+01:00"),
        ("2099-12-31T23:59:59Z", "2100-01-01T00:59:59+01:00"),
    ],
)
def test_moments_around_the_changes_of_the_clock_are_read_as_written(client: FlaskClient, at: str, told: str):
    assert client.get("/api/v1/hours", query_string={"at": at}).json["at"] == told


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-24T15:59:59.999", False),
        ("2026-11-24T16:00:00", True),
        ("2026-11-24T18:59:59.9999999", True),
        ("2026-11-24T19:00:00", False),
        ("2026-11-24T15:00:00Z", True),
        ("2026-11-24T18:00:00Z", False),
    ],
)
def test_the_edges_of_a_window_are_exact_to_the_fraction_of_a_second(client: FlaskClient, at: str, is_open: bool):
    assert client.get("/api/v1/hours", query_string={"at": at}).json["open"] is is_open


def test_an_answer_about_a_far_moment_reads_no_more_than_one_small_table(app, client: FlaskClient):
    asked = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *given: asked.append(given[2]))
    for year in range(2000, 2100, 9):
        client.get(f"/api/v1/hours?at={year}-12-24T20:00")
    assert len([statement for statement in asked if "SELECT" in statement]) <= 1


@pytest.mark.parametrize(
    "at",
    [
        "now",
        "2026-13-01",
        "0001-01-01T00:00",
        "9999-12-31T23:59Z",
        "12:00",
        "\x00",
        "2026-11-24T25:00",
        "2026-11-24T16:05+99:00",
        "२०२६-११-२४",
        "0" * 5000,
        "2026-02-30T10:00",
        "2026-11-24Q16:05",
        "2026-11-24T16:05[Europe/Budapest]",
        "1764000000",
    ],
)
def test_an_invalid_moment_is_refused(client: FlaskClient, at: str):
    answer = client.get("/api/v1/hours", query_string={"at": at})
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_an_unknown_channel_is_refused_with_the_known_ones(client: FlaskClient):
    answer = client.get("/api/v1/hours?channel=fax")
    assert answer.status_code == 404
    assert "chat" in answer.json["detail"]


@pytest.mark.parametrize(("language", "words"), [("en", "We are open now, until 19:00."), ("de", "bis 19 Uhr")])
def test_the_sentence_is_in_the_requested_language(client: FlaskClient, language: str, words: str):
    assert words in client.get(f"/api/v1/hours?lang={language}").json["sentence"]


def test_places_are_listed_and_described(client: FlaskClient):
    places = client.get("/api/v1/locations").json["locations"]
    assert [place["slug"] for place in places] == [
        "kamaraerdei-kozossegi-haz", "telekucko", "varosi-konyvtar", "varoshaza",
    ]  # fmt: skip
    hall = client.get("/api/v1/locations/varoshaza").json
    assert hall["address"] == "2040 Budaörs, Szabadság út 134."
    assert (hall["open"], len(hall["week"]), len(hall["desks"])) == (False, 7, 4)
    assert client.get(places[0]["page"]).status_code == 200
    assert client.get("/api/v1/locations/sehol").status_code == 404
