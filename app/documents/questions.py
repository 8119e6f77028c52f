"""A form's questions as a page shows them; prepared once for each language, so that pages render fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from app.core.i18n import gettext as _
from app.core.i18n import lang, lines, localized, mark_language
from app.documents import wording
from app.documents.definition import Condition, Field, FormDefinition, Group

# HTML attributes by field type: input type, virtual keyboard, and width.
INPUT_TYPES = {"phone": "tel", "email": "email"}
KEYBOARDS = {"number": "decimal", "money": "numeric", "taj": "numeric", "tax-id": "numeric"}
WIDTHS = {"number": "10", "money": "10", "taj": "10", "tax-id": "20", "phone": "20"}
UNITS = {"HUF": "Ft", "m2": "m²"}
# A street address has several lines, so HTML allows this autocomplete value on a textarea only.
LONG_AUTOCOMPLETE = "street-address"
SHORT_TEXT = 40
# From this length on the page shows the limit.
SHOWN_LIMIT_FROM = 400


@dataclass(frozen=True)
class FormChoice:
    """One option: its value, its label, and the id of its input."""

    value: str
    label: Markup
    id: str


@dataclass(frozen=True)
class ShowCondition:
    """When to show a question: the deciding field, its answers, and a sentence for pages without script."""

    field: str
    values: str
    sentence: str


@dataclass(frozen=True)
class FormQuestion:
    """One field, or one column of a table."""

    id: str
    kind: str
    label: Markup
    plain: str
    hints: tuple[Markup, ...]
    required: bool
    condition: ShowCondition | None
    choices: tuple[FormChoice, ...]
    columns: tuple[FormQuestion, ...]
    most_rows: int
    type: str
    keyboard: str
    width: str
    unit: str
    autocomplete: str
    height: int


@dataclass(frozen=True)
class Section:
    """A group of questions."""

    id: str
    title: Markup
    help: Markup
    condition: ShowCondition | None
    questions: tuple[FormQuestion, ...]


def sections(form: FormDefinition, folder: Path) -> Sequence[Section]:
    """Return the form's sections in the page's language."""
    known, key = _cache(folder, lang()), f"{form.slug} {form.version}"
    if key not in known:
        known[key] = tuple(_section(form, group) for group in form.groups)
    return known[key]


@lru_cache(maxsize=16)
def _cache(_folder: Path, _language: str) -> dict[str, tuple[Section, ...]]:
    return {}


def _section(form: FormDefinition, group: Group) -> Section:
    return Section(
        id=group.id,
        title=mark_language(group.legend),
        help=_hint(group.help) if group.help else Markup(""),
        condition=_condition(form, group.show_if),
        questions=tuple(_question(form, field) for field in group.fields),
    )


def _hint(texts: Mapping[str, str]) -> Markup:
    text = localized(texts)
    return lines(text) if "\n" in text.strip() else mark_language(text)


def _condition(form: FormDefinition, condition: Condition | None) -> ShowCondition | None:
    if condition is None:
        return None
    sentence = wording.only_if(form, condition, lang())
    return ShowCondition(condition.field, " ".join(condition.values), sentence)


def _question(form: FormDefinition, field: Field) -> FormQuestion:
    hints = [_hint(field.hint)] if field.hint else []
    if field.multiple:
        hints.append(Markup.escape(_("You may choose more than one.")))
    if field.type == "textarea" and field.max_length >= SHOWN_LIMIT_FROM:
        hints.append(Markup.escape(_("At most %(limit)s characters.", limit=field.max_length)))
    return FormQuestion(
        id=field.id,
        kind=_kind(field),
        label=mark_language(field.statement or field.label),
        plain=str(localized(field.label)),
        hints=tuple(hints),
        required=field.required,
        condition=_condition(form, field.show_if),
        choices=tuple(FormChoice(o.value, mark_language(o.label), f"{field.id}-{o.value}") for o in field.options),
        columns=tuple(_question(form, column) for column in field.columns),
        most_rows=field.max_rows,
        type=INPUT_TYPES.get(field.type, "text"),
        keyboard=KEYBOARDS.get(field.type, ""),
        width=WIDTHS.get(field.type, "20" if field.type == "text" and field.max_length <= SHORT_TEXT else ""),
        unit=UNITS.get(field.unit, field.unit),
        autocomplete=field.autocomplete,
        height=6 if field.type == "textarea" else 2,
    )


def _kind(field: Field) -> str:
    """Return the name of the macro that renders the field."""
    if field.statement and not field.options:
        return "statement"
    if field.type in {"textarea", "date", "table", "signature", "radio", "checkbox", "select"}:
        return field.type
    return "textarea" if field.autocomplete == LONG_AUTOCOMPLETE else "line"
