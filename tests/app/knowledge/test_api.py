"""Services for other offices' systems."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from app.core.openapi import description
from app.knowledge.library import library
from tests.support.languages import LANGUAGES


@pytest.fixture
def api(app):
    client = app.test_client()

    def get(path: str, status: int = 200, **query: str):
        response = client.get(f"/api/v1{path}", query_string=query)
        assert response.status_code == status
        assert response.mimetype == ("application/json" if status < 400 else "application/problem+json")
        return response.get_json()

    return get


def fits(value: object, schema: str) -> None:
    document = description()
    Draft202012Validator({"$ref": f"#/components/schemas/{schema}", **document}).validate(value)


def test_all_services_are_listed_without_a_question(api):
    body = api("/services")
    assert body["language"] == "hu"
    assert {service["slug"] for service in body["services"]} == set(library().services)
    for service in body["services"]:
        fits(service, "ServiceSummary")


def test_a_question_gives_a_ranked_list_in_the_language_asked_for(api):
    found = api("/services", q="Hund anmelden", lang="de")["services"]
    assert found[0]["slug"] == "ebosszeiras"
    assert found[0]["language"] == "de"
    assert found[0]["url"].endswith("/de/ugyek/ebosszeiras")
    assert api("/services", q="asdfgh")["services"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_service_comes_with_its_questions(api, language):
    for slug in library().services:
        body = api(f"/services/{slug}", lang=language)
        fits(body, "Service")
        assert len(body["questions"]) == 5
        assert body["language"] == language
        assert "<" not in body["questions"][0]["answer"]


def test_a_wrong_language_an_unknown_and_a_withdrawn_service_are_problems(api, clock):
    assert api("/services", 400, lang="xx")["type"].endswith("/unknown-language")
    assert api("/services/ebosszeiras", 400, lang="xx")["type"].endswith("/unknown-language")
    assert api("/services/nincs", 404)["type"].endswith("/unknown-service")
    clock.travel("2027-06-01T00:01")
    assert api("/services/ebosszeiras", 410)["type"].endswith("/service-withdrawn")
    assert api("/services")["services"] == []
    clock.travel("2026-10-01T12:00")
    assert api("/services/ebosszeiras", 404)["type"].endswith("/unknown-service")


def test_health_includes_the_search(app):
    part = app.test_client().get("/healthz").get_json()["parts"]["knowledge"]
    assert part == {"ok": True, "services": 15}
