"""The public interface for hours and places."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()


def test_hours_are_told_for_now(client: FlaskClient):
    answer = client.get("/api/v1/hours?channel=chat").json
    assert answer["open"] is True
    assert answer["at"] == "2026-11-24T16:05:00+01:00"
    assert answer["closes_at"] == "2026-11-24T19:00:00+01:00"
    assert answer["next_opening"] == "2026-11-25T07:00:00+01:00"
    assert [window["from"][11:16] for window in answer["windows"]] == ["07:00", "16:00"]


@pytest.mark.parametrize(
    "at", ["2026-10-23T07:30:00%2B02:00", "2026-10-23T07:30:00+02:00", "2026-10-23T05:30Z", "2026-10-23T07:30"]
)
def test_hours_are_told_for_any_moment_however_it_is_written(client: FlaskClient, at: str):
    answer = client.get(f"/api/v1/hours?channel=phone&at={at}").json
    assert (answer["open"], answer["closes_at"]) == (False, None)
    assert answer["at"] == "2026-10-23T07:30:00+02:00"
    assert answer["next_opening"] == "2026-10-26T07:00:00+01:00"
    assert answer["reason"] == {"kind": "holiday", "text": "Nemzeti ünnep"}


@pytest.mark.parametrize("at", ["now", "2026-13-01", "0001-01-01T00:00", "9999-12-31T23:59Z", "12:00", "\x00"])
def test_what_is_no_moment_is_refused(client: FlaskClient, at: str):
    answer = client.get("/api/v1/hours", query_string={"at": at})
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_an_unknown_channel_is_refused_with_the_known_ones(client: FlaskClient):
    answer = client.get("/api/v1/hours?channel=fax")
    assert answer.status_code == 404
    assert "chat" in answer.json["detail"]


@pytest.mark.parametrize(("language", "words"), [("en", "We are open now, until 19:00."), ("de", "bis 19 Uhr")])
def test_the_sentence_speaks_the_asked_language(client: FlaskClient, language: str, words: str):
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
