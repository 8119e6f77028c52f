"""What a person, or a program, is told when something cannot be done."""

from __future__ import annotations

from collections.abc import Iterator

import flask
import pytest
from flask import Flask, abort
from sqlalchemy import literal, select, text
from werkzeug.exceptions import HTTPException

from app import create_app
from app.config import Settings
from app.core import db
from app.core.db import Base
from tests.support.browse import Browse
from tests.support.languages import LANGUAGES

STATUSES = (400, 403, 404, 405, 410, 413, 429, 500, 418, 503)


@pytest.fixture
def failing(settings: Settings) -> Flask:
    """A service with addresses that fail as they are told."""
    app = create_app(settings)

    @app.get("/<language:lang>/fails/<int:status>")
    @app.get("/api/v1/fails/<int:status>")
    def fail(status: int):
        if status == 500:
            raise RuntimeError("a secret of the house")
        if status in {418, 503}:
            raise _other(status)
        abort(status)

    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
    return app


def _other(status: int) -> HTTPException:
    error = HTTPException("other")
    error.code = status
    return error


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", STATUSES)
def test_every_error_is_a_sound_page_in_the_pages_language(failing: Flask, language: str, status: int):
    page = Browse(failing.test_client()).get(f"/{language}/fails/{status}", status=status)
    assert page.html["lang"] == language
    assert page.select_one(f"main a[href='/{language}/']"), "no way home"
    assert "secret of the house" not in page.response.text
    assert "Traceback" not in page.response.text


@pytest.mark.parametrize("status", STATUSES)
def test_programs_get_a_problem_document_instead(failing: Flask, status: int):
    answer = failing.test_client().get(f"/api/v1/fails/{status}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert "secret of the house" not in answer.text


def test_an_unexpected_error_is_logged_without_what_the_visitor_sent(failing: Flask, caplog):
    failing.test_client().get("/hu/fails/500?name=Kov%C3%A1cs+Ilona")
    assert "RuntimeError" in caplog.text
    assert "Kov" not in caplog.text


def test_error_pages_offer_search_and_help(failing: Flask):
    page = Browse(failing.test_client()).get("/hu/nincs-ilyen", status=404)
    assert page.select_one("main form[role=search] input[name=q]")
    assert page.select_one("aside.help")


def test_a_broken_database_does_not_break_the_error_page(failing: Flask):
    failing.extensions["engine"] = db.open_engine("sqlite:////nonexistent/folder/app.db")
    page = Browse(failing.test_client()).get("/hu/fails/500", status=500)
    assert page.html["lang"] == "hu"


def test_a_form_without_its_token_says_that_it_expired_and_changes_nothing(failing: Flask):
    page = Browse(failing.test_client()).post("/de/idopont", {"place": "varoshaza"}, status=400)
    assert page.html["lang"] == "de"


def test_a_redirect_is_no_error(failing: Flask):
    assert failing.test_client().get("/").status_code in {302, 303}


@pytest.mark.parametrize(
    "path",
    ["/hu/%00", "/hu/helyek/%ff%fe", "/hu/helyek/" + "a" * 3000, "/hu/../../etc/passwd", "/hu/<script>", "//hu//"],
)
def test_strange_addresses_are_answered_and_never_crash(failing: Flask, path: str):
    answer = failing.test_client().get(path)
    assert answer.status_code in {301, 302, 303, 308, 400, 404}
    assert "<script>" not in answer.text.replace("<script type", "")


@pytest.fixture(params=["sqlite", "postgresql"])
def storing(request, settings: Settings) -> Iterator[Flask]:
    """A service that hands what it is sent straight to the database."""
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    app = create_app(settings.model_copy(update={"database_url": Settings(database_url=url).database_url}))

    @app.get("/hu/stores")
    def store():
        db.session().execute(select(literal(flask.request.args["text"])))
        db.session().execute(text("SELECT * FROM missing WHERE name = :name"), {"name": flask.request.args["text"]})

    with app.app_context():
        Base.metadata.create_all(app.extensions["engine"])
    yield app
    app.extensions["engine"].dispose()


def test_a_character_that_postgresql_cannot_hold_is_a_wrong_request_and_no_failure(storing: Flask):
    """SQLite holds it, and goes on to fail for the missing table."""
    expected = {"sqlite": 500, "postgresql": 400}[storing.extensions["engine"].dialect.name]
    Browse(storing.test_client()).get("/hu/stores?text=a%00b", status=expected)


def test_a_failed_statement_leaves_a_whole_page_and_no_personal_data_in_the_log(storing: Flask, caplog):
    page = Browse(storing.test_client()).get("/hu/stores?text=Kov%C3%A1cs", status=500)
    assert page.html["lang"] == "hu"
    assert "missing" in caplog.text
    assert "Kov" not in caplog.text


@pytest.mark.parametrize("path", ["/hu/ugyek", "/api/v1/hours"])
def test_an_address_that_is_used_wrongly_says_what_it_takes(failing: Flask, path: str):
    answer = failing.test_client().put(path)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
