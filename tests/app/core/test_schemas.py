"""Field types of the public interface's models, and the sentences that say what a field must be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, Field, ValidationError

from app.core.schemas import Answer, Body, JsonSchema, Moment, OneOf, faults, requirement

NAMES = ["a", "b"]


def _even(number: int) -> int:
    if number % 2:
        raise ValueError("must be even")
    return number


class Given(Body):
    one: Annotated[str, OneOf(lambda: NAMES)] = "a"
    several: list[Annotated[str, OneOf(NAMES)]] = []
    even: Annotated[int, AfterValidator(_even)] = 2
    short: Annotated[str, Field(max_length=3)] | None = None


class Told(Answer):
    at: Moment
    left_out: str = ""


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"one": "c"}, "`one` must be one of a, b."),
        ({"one": 1}, "`one` must be one of a, b."),
        ({"several": "a"}, "`several` must be a list of a, b."),
        ({"several": ["a", "c"]}, "`several` must be a list of a, b."),
        ({"even": 3}, "`even` must be even."),
        ({"even": 2.0}, "`even` must be a whole number."),
        ({"short": "long"}, "`short` must be a text of at most 3 characters."),
    ],
)
def test_a_fault_is_told_as_what_the_field_must_be(given: dict[str, Any], sentence: str):
    with pytest.raises(ValidationError) as refused:
        Given.model_validate(given)
    assert list(faults(Given, refused.value.errors()).values()) == [sentence]


def test_every_wrong_field_is_named_once():
    with pytest.raises(ValidationError) as refused:
        Given.model_validate({"several": [1, 2, 3], "even": 1})
    assert list(faults(Given, refused.value.errors())) == ["several", "even"]


def test_names_are_read_when_they_are_needed(monkeypatch):
    monkeypatch.setattr("tests.app.core.test_schemas.NAMES", ["z"])
    assert Given.model_validate({"one": "z"}).one == "z"
    assert Given.model_json_schema(schema_generator=JsonSchema)["properties"]["one"]["enum"] == ["z"]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"const": "chat"}, '"chat"'),
        ({"type": "string", "format": "date"}, "a date in ISO 8601"),
        ({"type": "string", "pattern": "^x$"}, "a text that matches ^x$"),
        ({"anyOf": [{"type": "boolean"}, {"type": "null"}]}, "true or false"),
        ({}, "as described"),
    ],
)
def test_a_schema_is_told_in_words(schema: dict[str, Any], words: str):
    assert requirement(schema) == words


def test_an_answer_leaves_out_what_was_not_set_and_writes_moments_with_their_offset():
    told = Told(at=datetime(2026, 11, 24, 15, 5, tzinfo=UTC))
    assert told.model_dump_json(exclude_unset=True) == '{"at":"2026-11-24T16:05:00+01:00"}'
