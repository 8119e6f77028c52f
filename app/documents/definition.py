"""A form as `content/forms/*.yaml` (schema form/1) defines it, checked when it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SCHEMA = "form/1"
SIMPLE_TYPES = frozenset({"text", "textarea", "date", "number", "money", "phone", "email", "taj", "tax-id", "address"})
CHOICE_TYPES = frozenset({"radio", "checkbox", "select"})
TYPES = SIMPLE_TYPES | CHOICE_TYPES | {"signature", "table"}
COLUMN_TYPES = SIMPLE_TYPES | {"select"}
NEEDED = frozenset({"yes", "if-shown", "if-asked", "optional", "show"})
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
SLUG = re.compile(r"[a-z][a-z0-9-]*")
# What a browser may send for one answer when the definition sets no limit of its own.
MAX_LENGTHS = {"textarea": 2000, "address": 200, "email": 254, "phone": 30}
MAX_LENGTH = 120

Texts = Mapping[str, str]


class InvalidFormError(ValueError):
    """A form's definition cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Condition:
    """Show something only when an earlier answer is one of `values`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """One choice of a radio, checkbox or select field."""

    value: str
    label: Texts


@dataclass(frozen=True)
class Field:
    """One question, or one column of a table."""

    id: str
    type: str
    label: Texts
    required: bool
    hint: Texts | None = None
    statement: Texts | None = None
    options: tuple[Option, ...] = ()
    columns: tuple[Field, ...] = ()
    min_rows: int = 0
    max_rows: int = 0
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    max_length: int = MAX_LENGTH
    autocomplete: str = ""
    show_if: Condition | None = None

    @property
    def multiple(self) -> bool:
        """Say whether several options may be chosen."""
        return self.type == "checkbox" and bool(self.options)

    def option(self, value: str) -> Option | None:
        """Return the option that `value` names."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True)
class Group:
    """Questions that belong together, under one legend."""

    id: str
    legend: Texts
    help: Texts | None
    fields: tuple[Field, ...]
    show_if: Condition | None = None


@dataclass(frozen=True)
class FormAttachment:
    """A paper to hand in with the form. `needed` is yes, if-shown, if-asked, optional, or show (only to be shown)."""

    id: str
    label: Texts
    note: Texts | None
    needed: str
    show_if: Condition | None = None


@dataclass(frozen=True)
class FormDefinition:
    """One form of the town hall."""

    slug: str
    version: int
    valid_from: date
    valid_until: date | None
    review_by: date
    demo_notice: Texts | None
    legal_language_note: Texts
    service: str | None
    title: Texts
    purpose: Texts
    who_submits: Texts
    where_to_submit: Texts
    privacy_notice: Texts
    source: str
    owner: str
    groups: tuple[Group, ...]
    attachments: tuple[FormAttachment, ...]

    @property
    def fields(self) -> Iterator[Field]:
        """Yield all fields in their order."""
        for group in self.groups:
            yield from group.fields

    def field(self, name: str) -> Field:
        """Return the field `name`. Raise `KeyError` when the form has none."""
        for field in self.fields:
            if field.id == name:
                return field
        raise KeyError(name)


def parse(data: Any, where: str) -> FormDefinition:
    """Return the form of a YAML definition. Raise `InvalidFormError` that names `where` and the invalid part."""
    reader = _DefinitionReader(where)
    form = reader.form(data)
    reader.check_references(form)
    return form


class _DefinitionReader:
    """Reads a definition; keeps the file's name for error messages."""

    def __init__(self, where: str) -> None:
        self._where = where

    def _wrong(self, at: str, why: str) -> InvalidFormError:
        return InvalidFormError(f"{self._where}: {at}: {why}")

    def form(self, data: Any) -> FormDefinition:
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise self._wrong("schema", f"this is not a {SCHEMA} definition")
        slug = self._word(data.get("slug"), "slug", SLUG)
        groups = tuple(self._group(entry, index) for index, entry in enumerate(self._list(data, "groups", "form")))
        if not groups:
            raise self._wrong("groups", "a form needs at least one group of questions")
        return FormDefinition(
            slug=slug,
            version=self._whole(data, "version", slug, least=1) or 1,
            valid_from=self._day(data.get("valid_from"), "valid_from"),
            valid_until=self._day(data["valid_until"], "valid_until") if data.get("valid_until") else None,
            review_by=self._day(data.get("review_by"), "review_by"),
            demo_notice=self._texts(data.get("demo_notice"), "demo_notice") if data.get("demo") else None,
            legal_language_note=self._texts(data.get("legal_language_note"), "legal_language_note"),
            service=data.get("service"),
            title=self._texts(data.get("title"), "title"),
            purpose=self._texts(data.get("purpose"), "purpose"),
            who_submits=self._texts(data.get("who_submits"), "who_submits"),
            where_to_submit=self._texts(data.get("where_to_submit"), "where_to_submit"),
            privacy_notice=self._texts(data.get("privacy_notice"), "privacy_notice"),
            source=str(data.get("source", "")),
            owner=str(data.get("owner", "")),
            groups=groups,
            attachments=tuple(self._attachment(entry) for entry in self._list(data, "attachments", "form")),
        )

    def _group(self, data: Any, index: int) -> Group:
        name = self._word(data.get("id"), f"groups[{index}].id", IDENTIFIER)
        fields = tuple(self._field(entry, name) for entry in self._list(data, "fields", name))
        if not fields:
            raise self._wrong(name, "a group needs at least one field")
        return Group(
            id=name,
            legend=self._texts(data.get("legend"), f"{name}.legend"),
            help=self._optional(data, "help", name),
            fields=fields,
            show_if=self._condition(data, name),
        )

    def _field(self, data: Any, parent: str, types: frozenset[str] = TYPES) -> Field:
        name = self._word(data.get("id"), f"{parent}: a field's id", IDENTIFIER)
        kind = data.get("type")
        if kind not in types:
            raise self._wrong(name, f"there is no field type {kind!r} here")
        field = Field(
            id=name,
            type=kind,
            label=self._texts(data.get("label"), f"{name}.label"),
            required=bool(data.get("required")),
            hint=self._optional(data, "hint", name),
            statement=self._optional(data, "statement", name),
            options=tuple(self._option(entry, name) for entry in self._list(data, "options", name)),
            columns=tuple(self._field(entry, name, COLUMN_TYPES) for entry in self._list(data, "columns", name)),
            min_rows=self._whole(data, "min_rows", name) or 0,
            max_rows=self._whole(data, "max_rows", name) or 0,
            minimum=self._whole(data, "min", name),
            maximum=self._whole(data, "max", name),
            unit=str(data.get("unit", "")),
            max_length=self._whole(data, "max_length", name, least=1) or MAX_LENGTHS.get(kind, MAX_LENGTH),
            autocomplete=str(data.get("autocomplete", "")),
            show_if=self._condition(data, name),
        )
        self._check_shape(field)
        return field

    def _check_shape(self, field: Field) -> None:
        if field.type in {"radio", "select"} and len(field.options) < 2:  # noqa: PLR2004 - one is no choice
            raise self._wrong(field.id, f"a {field.type} needs at least two options")
        if field.type == "checkbox" and not field.options and field.statement is None:
            raise self._wrong(field.id, "a checkbox needs options, or a statement to accept")
        if len({option.value for option in field.options}) < len(field.options):
            raise self._wrong(field.id, "two options have the same value")
        if field.type == "table" and not field.columns:
            raise self._wrong(field.id, "a table needs columns")
        if field.type == "table" and not 0 <= field.min_rows <= field.max_rows != 0:
            raise self._wrong(field.id, "a table needs max_rows, and min_rows not above it")
        if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
            raise self._wrong(field.id, "min is above max")

    def _option(self, data: Any, parent: str) -> Option:
        value = self._word(data.get("value"), f"{parent}: an option's value", re.compile(r"[a-z0-9][a-z0-9_-]*"))
        return Option(value, self._texts(data.get("label"), f"{parent}.{value}"))

    def _attachment(self, data: Any) -> FormAttachment:
        name = self._word(data.get("id"), "an attachment's id", IDENTIFIER)
        if data.get("required") not in NEEDED:
            raise self._wrong(name, f"required is one of {', '.join(sorted(NEEDED))}")
        return FormAttachment(
            id=name,
            label=self._texts(data.get("label"), f"{name}.label"),
            note=self._optional(data, "note", name),
            needed=data["required"],
            show_if=self._condition(data, name),
        )

    def _condition(self, data: Any, at: str) -> Condition | None:
        given = data.get("show_if")
        if given is None:
            return None
        # `includes` is for fields with several answers what `equals` is for fields with one.
        values = given.get("in") or [given.get("equals") or given.get("includes")]
        if not isinstance(given.get("field"), str) or not all(isinstance(value, str) for value in values):
            raise self._wrong(at, "show_if needs a field, and one of equals, in, includes")
        return Condition(given["field"], tuple(values))

    def check_references(self, form: FormDefinition) -> None:
        """Raise `InvalidFormError` unless all ids are unique and all conditions refer to earlier choices."""
        seen: dict[str, Field] = {}
        for group in form.groups:
            self._check_condition(group.id, group.show_if, seen)
            for field in group.fields:
                if field.id in seen:
                    raise self._wrong(field.id, "two fields have this id")
                self._check_condition(field.id, field.show_if, seen)
                seen[field.id] = field
        for attachment in form.attachments:
            self._check_condition(attachment.id, attachment.show_if, seen)

    def _check_condition(self, at: str, condition: Condition | None, seen: Mapping[str, Field]) -> None:
        if condition is None:
            return
        field = seen.get(condition.field)
        if field is None:
            raise self._wrong(at, f"show_if names {condition.field!r}, which is not asked before")
        for value in condition.values:
            if field.option(value) is None:
                raise self._wrong(at, f"show_if: {condition.field!r} has no option {value!r}")

    def _list(self, data: Any, key: str, at: str) -> list[Any]:
        value = data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self._wrong(f"{at}.{key}", "this must be a list")
        return value

    def _texts(self, value: Any, at: str) -> Texts:
        if not isinstance(value, dict) or not value.get("hu"):
            raise self._wrong(at, "the Hungarian text is missing")
        return {str(language): str(text) for language, text in value.items()}

    def _optional(self, data: Any, key: str, at: str) -> Texts | None:
        return self._texts(data[key], f"{at}.{key}") if data.get(key) else None

    def _word(self, value: Any, at: str, pattern: re.Pattern[str]) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self._wrong(at, f"{value!r} is not a name of lower-case letters, digits and signs")
        return value

    def _whole(self, data: Any, key: str, at: str, least: int = 0) -> int | None:
        value = data.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self._wrong(f"{at}.{key}", f"{value!r} is not a whole number of at least {least}")
        return value

    def _day(self, value: Any, at: str) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            raise self._wrong(at, f"{value!r} is not a day like 2026-11-20") from None
