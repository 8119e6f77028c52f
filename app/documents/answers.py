"""Validates a filled-in form: valid answers, errors, and questions that do not apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core import i18n
from app.core.i18n import gettext as _
from app.core.i18n import localized
from app.documents.checks import InvalidAnswerError, check, check_date, tidy
from app.documents.definition import Condition, Field, FormDefinition, Group

SubmittedValues = Mapping[str, Sequence[str]]
Cell = str | date
Row = Mapping[str, Cell]

DATE_PARTS = ("year", "month", "day")
LINED = frozenset({"textarea", "address"})
# Number of rows that a table shows at first.
FIRST_ROWS = 3
LONGEST_COUNT = 3
# At most this many unprintable characters are named in an error message.
MOST_NAMED_CHARACTERS = 10


@dataclass(frozen=True)
class AnswerError:
    """One error: the question (or table cell), the id of the input to go to, and the message."""

    name: str
    target: str
    message: str


@dataclass(frozen=True)
class Answers:
    """A form's answers. `typed` is what was submitted, to show it again; the rest are the valid answers."""

    form: FormDefinition
    typed: SubmittedValues
    values: Mapping[str, Cell] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    applies: frozenset[str] = frozenset()
    errors: tuple[AnswerError, ...] = ()

    def printed(self, name: str, language: str = "hu") -> str:
        """Return the answer as text; empty when there is none, or the question does not apply."""
        if name in self.values:
            return written(self.values[name], language)
        return "; ".join(self._labels(self.form.field(name), self.chosen(name), language))

    def _labels(self, entry: Field, chosen: Sequence[str], language: str) -> Iterator[str]:
        for value in chosen:
            option = entry.option(value)
            if label := option.label if option else entry.statement:
                yield str(localized(label, language))

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return the values of the chosen options."""
        return self.choices.get(name, ())

    def rows(self, name: str) -> tuple[Row, ...]:
        """Return the filled rows of a table."""
        return self.tables.get(name, ())

    def row_printed(self, name: str, index: int, language: str = "hu") -> dict[str, str]:
        """Return a row's cells as text by column; empty for a row that was not filled in."""
        rows = self.rows(name)
        if index >= len(rows):
            return {}
        columns = {column.id: column for column in self.form.field(name).columns}
        cells = {}
        for column, value in rows[index].items():
            option = columns[column].option(value) if isinstance(value, str) else None
            cells[column] = str(localized(option.label, language)) if option else written(value, language)
        return cells


def written(value: Cell, language: str) -> str:
    """Return an answer as text; a date in the format of Hungarian forms, or of the language."""
    if isinstance(value, str):
        return value
    if i18n.base_language(language) == "hu":
        return f"{value:%Y. %m. %d.}"
    with i18n.use_language(language):
        return i18n.date_plain(value)


def applies(condition: Condition | None, choices: Mapping[str, Sequence[str]]) -> bool:
    """Say whether a condition holds for the choices made so far; only questions that apply themselves count."""
    return condition is None or any(value in condition.values for value in choices.get(condition.field, ()))


def shown_rows(entry: Field, typed: SubmittedValues) -> int:
    """Return the number of rows of a table that the page shows."""
    asked = (typed.get(f"{entry.id}-rows") or ["0"])[0]
    count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_COUNT else 0
    return min(max(count, min(FIRST_ROWS, entry.max_rows)), entry.max_rows)


def read(form: FormDefinition, typed: SubmittedValues, lacks: Callable[[str], str]) -> Answers:
    """Validate the submitted values of a form. `lacks` returns the letters of a text that the font cannot print."""
    reader = _AnswerReader(form, typed, lacks)
    for group in form.groups:
        reader.group(group)
    return Answers(
        form=form,
        typed=typed,
        values=reader.values,
        choices=reader.choices,
        tables=reader.tables,
        applies=frozenset(reader.applies),
        errors=tuple(reader.errors),
    )


class _AnswerReader:
    """Validates a form in one pass, in its order, because conditions refer to earlier questions only."""

    def __init__(self, form: FormDefinition, typed: SubmittedValues, lacks: Callable[[str], str]) -> None:
        self.form, self.typed, self.lacks = form, typed, lacks
        self.values: dict[str, Cell] = {}
        self.choices: dict[str, tuple[str, ...]] = {}
        self.tables: dict[str, tuple[Row, ...]] = {}
        self.applies: set[str] = set()
        self.errors: list[AnswerError] = []

    def group(self, group: Group) -> None:
        if not applies(group.show_if, self.choices):
            return
        self.applies.add(group.id)
        for entry in group.fields:
            if not applies(entry.show_if, self.choices):
                continue
            self.applies.add(entry.id)
            if entry.type == "table":
                self._table(entry)
            elif entry.options or entry.statement:
                self._choice(entry)
            elif entry.type != "signature":
                self._single(entry)

    def _first(self, name: str) -> str:
        return (self.typed.get(name) or [""])[0]

    def _add_error(self, entry: Field, name: str, target: str, what: str, where: str = "") -> None:
        label = str(localized(entry.label)).rstrip(":?")
        self.errors.append(AnswerError(name, target, f"{where}{label}: {what}."))

    def _single(self, entry: Field) -> None:
        value = self._cell(entry, entry.id)
        if value is not None:
            self.values[entry.id] = value

    def _cell(self, entry: Field, name: str, where: str = "") -> Cell | None:
        """Return the value of one input, or None when it is empty or invalid; an error is recorded then."""
        try:
            if entry.type == "date":
                return self._date(entry, name)
            return self._text(entry, name)
        except InvalidAnswerError as unfit:
            target = f"{name}-{unfit.part or DATE_PARTS[0]}" if entry.type == "date" else name
            self._add_error(entry, name, target, str(unfit), where)
        return None

    def _date(self, entry: Field, name: str) -> date | None:
        parts = {part: tidy(self._first(f"{name}-{part}")) for part in DATE_PARTS}
        if not any(parts.values()):
            if entry.required:
                raise InvalidAnswerError(_("type the year, the month and the day"))
            return None
        return check_date(entry, parts)

    def _text(self, entry: Field, name: str) -> str | None:
        text = tidy(self._first(name), lines=entry.type in LINED)
        if entry.type == "select":
            return self._option(entry, text)
        if not text:
            if entry.required:
                raise InvalidAnswerError(_("please answer this question"))
            return None
        if missing := self.lacks(text):
            signs = " ".join(missing[:MOST_NAMED_CHARACTERS])
            why = _("please use Latin letters and digits; we cannot print these signs: %(signs)s", signs=signs)
            raise InvalidAnswerError(why)
        return check(entry, text)

    def _option(self, entry: Field, value: str) -> str | None:
        if not value and not entry.required:
            return None
        if entry.option(value) is None:
            raise InvalidAnswerError(_("choose one of the answers"))
        return value

    def _choice(self, entry: Field) -> None:
        known = [option.value for option in entry.options] or ["igen"]
        sent = [value for value in dict.fromkeys(self.typed.get(entry.id, ())) if value]
        if not entry.multiple:
            sent = sent[:1]
        target = entry.id if entry.type == "select" else f"{entry.id}-{known[0]}"
        if not all(value in known for value in sent):
            self._add_error(entry, entry.id, target, _("choose one of the answers"))
        elif sent:
            self.choices[entry.id] = tuple(value for value in known if value in sent)
        elif entry.required:
            self._add_error(entry, entry.id, target, _nothing_chosen(entry))

    def _table(self, entry: Field) -> None:
        rows = []
        for number in range(1, shown_rows(entry, self.typed) + 1):
            if not self._any_typed(entry, number):
                continue
            where = _("%(table)s, line %(number)s, ", table=str(localized(entry.label)), number=number)
            stem = f"{entry.id}-{number}-"
            cells = {column.id: self._cell(column, stem + column.id, where) for column in entry.columns}
            rows.append({name: value for name, value in cells.items() if value is not None})
        self.tables[entry.id] = tuple(rows)
        least = max(entry.min_rows, int(entry.required))
        if len(rows) < least:
            first = entry.columns[0]
            name = f"{entry.id}-{len(rows) + 1}-{first.id}"
            target = f"{name}-{DATE_PARTS[0]}" if first.type == "date" else name
            self._add_error(entry, name, target, _("fill in at least one line"))

    def _any_typed(self, entry: Field, number: int) -> bool:
        stem = f"{entry.id}-{number}-"
        names = [
            stem + column.id + part
            for column in entry.columns
            for part in ([f"-{name}" for name in DATE_PARTS] if column.type == "date" else [""])
        ]
        return any(tidy(self._first(name)) for name in names)


def _nothing_chosen(entry: Field) -> str:
    if entry.multiple:
        return _("choose at least one answer")
    if entry.statement:
        return _("tick this sentence if you agree; without it the form cannot be handed in")
    return _("choose one of the answers")
