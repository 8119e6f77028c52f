"""Routes of the public interface: what they take, what they answer, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import pytest
from flask import Blueprint, Flask
from pydantic import Field

from app import create_app
from app.config import Settings
from app.core import api, openapi
from app.core.problems import InvalidRequest, ProblemType
from app.core.schemas import Answer, Body, Query

TOKEN_MISSING = ProblemType(401, "token-missing", "Token missing", "Send a token.")
UNKNOWN_SHELF = ProblemType(404, "unknown-shelf", "Unknown shelf", "No shelf opens with this token.")
FULL = ProblemType(409, "shelf-full", "Shelf full", "The shelf is full.")
INVALID_BOOK = ProblemType(422, "invalid-book", "Invalid book", "It is no book.", InvalidRequest)


class Book(Body):
    title: Annotated[str, Field(max_length=10)]
    pages: int = 1


class Row(Query):
    row: int = Field(1, description="Counted from the floor.")


class Shelved(Answer):
    """On the shelf."""

    title: str
    row: int
    note: str = ""

    def headers(self) -> Mapping[str, str]:
        return {"Location": "/shelf"}


def _shelf(token: str, name: str) -> str | None:
    return f"{name}:{token}" if token == "right" else None


@pytest.fixture
def shelves(settings: Settings) -> Flask:
    """A service with two more calls: a book is put on a shelf, and a shelf is cleared."""
    app = create_app(settings)
    blueprint = Blueprint("shelves_api", __name__)
    bearer = api.Bearer(_shelf, TOKEN_MISSING, UNKNOWN_SHELF)

    @blueprint.post("/shelves/<name>")
    @api.operation("putBook", FULL, status=201, bearer=bearer, invalid=INVALID_BOOK, cache="no-store")
    def put(shelf: str, query: Row, body: Book) -> Shelved:
        """Put a book on a shelf.

        It stays
        there.
        """
        if body.title == "one more":
            raise FULL.error(f"{shelf} is full.")
        return Shelved(title=body.title, row=query.row)

    @blueprint.delete("/shelves/<name>")
    @api.operation("clearShelf")
    def clear(name: str) -> None:
        """Clear a shelf."""

    api.mount(app, blueprint)
    return app


def put(app: Flask, body: object, query: str = "", token: str = "Bearer right"):
    return app.test_client().post(f"/api/v1/shelves/a{query}", json=body, headers={"Authorization": token})


def test_a_view_is_given_checked_models_and_its_answer_is_written(shelves: Flask):
    answer = put(shelves, {"title": "Ady", "unknown": 1}, "?row=2")
    assert (answer.status_code, answer.json) == (201, {"title": "Ady", "row": 2})
    assert (answer.headers["Cache-Control"], answer.headers["Location"]) == ("no-store", "/shelf")


def test_a_view_without_an_answer_answers_204(shelves: Flask):
    answer = shelves.test_client().delete("/api/v1/shelves/a")
    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize(
    ("body", "fields", "detail"),
    [
        ({"title": 1}, ["title"], "`title` must be a text of at most 10 characters."),
        ({}, ["title"], "`title` must be a text of at most 10 characters."),
        ({"title": "x" * 11}, ["title"], "`title` must be a text of at most 10 characters."),
        ({"title": "x", "pages": True}, ["pages"], "`pages` must be a whole number."),
        ({"title": "x", "pages": "1"}, ["pages"], "`pages` must be a whole number."),
        ([], ["body"], "The body must be a JSON object."),
    ],
)
def test_a_wrong_body_is_refused_with_a_sentence_on_the_field(shelves: Flask, body, fields, detail):
    answer = put(shelves, body)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert (answer.json["fields"], answer.json["detail"]) == (fields, detail)


def test_a_wrong_query_is_refused_likewise(shelves: Flask):
    answer = put(shelves, {"title": "x"}, "?row=top")
    assert (answer.status_code, answer.json["fields"]) == (422, ["row"])


def test_a_problem_that_a_view_raises_is_answered_as_one(shelves: Flask):
    answer = put(shelves, {"title": "one more"})
    assert (answer.status_code, answer.json["detail"]) == (409, "a:right is full.")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("token", "status"), [("", 401), ("Basic right", 401), ("Bearer", 401), ("Bearer wrong", 404)])
def test_without_the_right_token_nothing_else_is_looked_at(shelves: Flask, token: str, status: int):
    assert put(shelves, {"title": 1}, "?row=top", token).status_code == status


def test_the_description_comes_from_the_declaration(shelves: Flask):
    with shelves.app_context():
        described = openapi.description()
    call = described["paths"]["/shelves/{name}"]["post"]
    assert (call["operationId"], call["summary"], call["description"]) == (
        "putBook", "Put a book on a shelf", "It stays there.",
    )  # fmt: skip
    assert [parameter["name"] for parameter in call["parameters"]] == ["name", "row"]
    assert call["security"] == [{"bearer": []}]
    assert set(call["responses"]) == {"201", "401", "404", "409", "422"}
    assert call["responses"]["409"]["description"] == "`shelf-full`: The shelf is full."
    schemas = described["components"]["schemas"]
    assert schemas["Book"]["required"] == ["title"]
    assert schemas["Shelved"]["required"] == ["title", "row"]
    assert "Row" not in schemas
    assert set(described["paths"]["/shelves/{name}"]["delete"]["responses"]) == {"204"}


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
