"""Base classes and field types of the public interface's models: requests are checked by them, answers written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema, ErrorDetails
from pydantic_core.core_schema import ModelSchema, WithDefaultSchema, no_info_after_validator_function

from app.core import clock, languages


class Body(BaseModel):
    """A request's JSON object. Types are not converted; members that the model does not have are ignored."""

    model_config = ConfigDict(strict=True, frozen=True)


class Query(BaseModel):
    """A request's query parameters; those that the model does not have are ignored."""

    model_config = ConfigDict(frozen=True)


class Answer(BaseModel):
    """A JSON answer. A field that was not set is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def headers(self) -> Mapping[str, str]:
        """Return the headers that belong to the answer."""
        return {}


class JsonSchema(GenerateJsonSchema):
    """Writes schemas without what says nothing: titles that repeat names, and `null` as a default."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Leave the title out: it repeats the field's name."""
        return False

    def model_schema(self, schema: ModelSchema) -> dict[str, Any]:
        """Leave the title out, and let later versions of the interface add members."""
        left_out = {"title", "additionalProperties"}
        return {name: value for name, value in super().model_schema(schema).items() if name not in left_out}

    def default_schema(self, schema: WithDefaultSchema) -> dict[str, Any]:
        """Leave `null` out as a default."""
        written = super().default_schema(schema)
        return {name: value for name, value in written.items() if (name, value) != ("default", None)}


@dataclass(frozen=True, eq=False)
class OneOf:
    """Restricts a text to names, or to names that are read when they are needed."""

    names: Iterable[str] | Callable[[], Iterable[str]]

    def all(self) -> list[str]:
        """Return the names."""
        return list(self.names() if callable(self.names) else self.names)

    def check(self, name: str) -> str:
        """Return `name`; raise ValueError when it is none of the names."""
        names = self.all()
        if name not in names:
            raise ValueError(f"must be one of {', '.join(names)}")
        return name

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the name after the type."""
        return no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """List the names."""
        return {**handler(schema), "enum": self.all()}


Moment = Annotated[datetime, PlainSerializer(clock.iso, str), WithJsonSchema({"type": "string", "format": "date-time"})]
# A moment that was written before, as the sockets send it too.
WrittenMoment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Address = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
Language = Annotated[str, OneOf(languages.tags)]


def faults(model: type[BaseModel], errors: Iterable[ErrorDetails]) -> dict[str, str]:
    """Return, by the names of the fields that are wrong, a sentence that says what each must be."""
    fields = model.model_json_schema(schema_generator=JsonSchema)["properties"]
    found: dict[str, str] = {}
    for error in errors:
        name = str(error["loc"][0])
        # A check of ours says what must be; pydantic's own messages speak of the model, so the schema tells it.
        own = str(error["ctx"]["error"]) if error["type"] == "value_error" and len(error["loc"]) == 1 else ""
        found.setdefault(name, f"`{name}` {own or 'must be ' + requirement(fields[name])}.")
    return found


FORMATS = {"date-time": "a moment in ISO 8601 with an offset", "date": "a date in ISO 8601"}
TYPES = {"string": "a text", "integer": "a whole number", "boolean": "true or false", "object": "an object"}


def requirement(schema: Mapping[str, Any]) -> str:
    """Say in words what a JSON schema asks for: `a text of at most 120 characters`."""
    if "anyOf" in schema:
        return " or ".join(requirement(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if schema.get("type") == "array":
        return f"a list of {requirement(schema['items']).removeprefix('one of ')}"
    if "pattern" in schema:
        return f"a text that matches {schema['pattern']}"
    if "maxLength" in schema:
        return f"a text of at most {schema['maxLength']} characters"
    return FORMATS.get(schema.get("format", "")) or TYPES.get(cast(str, schema.get("type")), "as described")
