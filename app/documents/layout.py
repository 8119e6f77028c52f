"""Lays out a form as data for `form.typ` and `pdf_widgets.py`: what is printed, in which order and language.

The legal text of a form is Hungarian. Renditions in other languages add a translation below it, marked with its
language; the easy rendition is Hungarian with easy help texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.core import i18n
from app.core.i18n import Text, localized
from app.core.i18n import gettext as _
from app.documents import wording
from app.documents.answers import Answers
from app.documents.definition import Condition, Field, FormAttachment, FormDefinition, Group, Texts
from app.documents.fonts import FontMetrics

SIZES = {"normal": 12, "large": 18}
MARGINS = {"normal": 56.7, "large": 51.0}
PAGE_WIDTH = 595.28
# In ems: the line height of a field, its vertical padding, and its horizontal padding.
LINE, PADDING, SIDES = 1.25, 0.9, 0.7
TAJ_DIGITS = 9
BLANK_ROWS, BLANK_RECORDS = 6, 3
MOST_COLUMNS = {"normal": 4, "large": 3}
SHORT_TYPES = {"date", "number", "money", "phone", "tax-id"}
SHORT_WIDTH = 14

Node = dict[str, Any]
Words = list[list[str]]


@dataclass(frozen=True)
class LayoutChoice:
    """One radio button or checkbox: its value and its accessible name."""

    value: str
    spoken: str


@dataclass(frozen=True)
class Widget:
    """One form field of the PDF. `spoken` is its accessible name, `value` the answer filled in."""

    name: str
    kind: str
    spoken: str
    language: str
    required: bool = False
    multiline: bool = False
    comb: int = 0
    options: tuple[str, ...] = ()
    choices: tuple[LayoutChoice, ...] = ()
    value: str = ""
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Everything that one PDF is made from."""

    language: str
    size: str
    data: Node
    widgets: Mapping[str, Widget] = field(default_factory=dict)


def lay_out(
    form: FormDefinition, language: str, size: str, letters: FontMetrics, author: str, answers: Answers | None = None
) -> Sheet:
    """Return the layout of `form` in `language` and `size`; with `answers`, fields are as tall as their text needs."""
    return _Layout(form, language, size, letters, answers).sheet(author)


class _Layout:
    """Builds the nodes of a sheet and collects its widgets."""

    def __init__(
        self, form: FormDefinition, language: str, size: str, letters: FontMetrics, answers: Answers | None
    ) -> None:
        self.form, self.size, self.letters, self.answers = form, size, letters, answers
        self.points = SIZES[size]
        self.width = PAGE_WIDTH - 2 * MARGINS[size]
        self.guide = language
        self.languages = ("hu", language) if i18n.base_language(language) != "hu" else (language,)
        self.widgets: dict[str, Widget] = {}

    # Words

    def say(self, make: Callable[[], str]) -> Words:
        """Return one of our own sentences in each language of the rendition."""
        said = []
        for language in self.languages:
            with i18n.use_language(language):
                said.append([make(), i18n.base_language(language)])
        return said

    def legal(self, texts: Texts) -> Words:
        """Return a text of the form itself: Hungarian, then its translation."""
        found = [localized(texts, language) for language in self.languages]
        kept = {(str(text), i18n.base_language(text.lang)): None for text in found}
        return [list(pair) for pair in kept]

    def help(self, texts: Texts | None) -> list[Words]:
        """Return a help text in the reader's language, one paragraph a line."""
        if not texts:
            return []
        text = localized(texts, self.guide)
        return [[[line, i18n.base_language(text.lang)] for line in text.splitlines() if line.strip()]]

    def spoken(self, *parts: Texts | Text | None) -> str:
        """Return an accessible name joined from its parts, in the reader's language."""
        return " – ".join(str(localized(part, self.guide)).replace("\n", " ") for part in parts if part)

    def own(self, make: Callable[[], str]) -> Text:
        """Return one of our own sentences in the reader's language."""
        with i18n.use_language(self.guide):
            return Text(make(), self.guide)

    # The sheet

    def sheet(self, author: str) -> Sheet:
        form = self.form
        groups = [self._group(group, number) for number, group in enumerate(form.groups, 1)]
        notices = [self.legal(form.demo_notice)] if form.demo_notice else []
        if len(self.languages) > 1:
            notices.append(self.legal(form.legal_language_note))
        notices.append(self.say(lambda: _("Questions marked “(required)” need an answer.")))
        data = {
            "size": self.points,
            "margin": MARGINS[self.size],
            "title": self.legal(form.title),
            "author": author,
            "office": author,
            "keywords": [form.slug, f"v{form.version}"],
            "notices": notices,
            "about": list(self._about()),
            "groups": groups,
            "footer": [[line, "hu"] for line in self._edition()],
            "page": self.own(lambda: _("Page {page} of {pages}")),
        }
        return Sheet(self.guide, self.size, data, self.widgets)

    def _edition(self) -> Iterator[str]:
        form = self.form
        with i18n.use_language("hu"):
            day = i18n.date_plain(form.valid_from)
            parts = [form.slug, _("version %(number)s", number=form.version), _("valid from %(day)s", day=day)]
        yield " · ".join(parts)
        if form.demo_notice:
            yield form.demo_notice["hu"]

    def _about(self) -> Iterator[Node]:
        form = self.form
        yield self._section(lambda: _("What is this form for?"), form.purpose)
        yield self._section(lambda: _("Who can hand it in?"), form.who_submits)
        yield self._section(lambda: _("Where to hand it in?"), form.where_to_submit)
        if form.attachments:
            yield {
                "title": self.say(lambda: _("What to attach?")),
                "text": [],
                "items": [self._attachment(attachment) for attachment in form.attachments],
            }
        privacy = self._section(lambda: _("How we handle your data"), form.privacy_notice)
        if len(self.languages) > 1:
            privacy["text"].insert(0, [[form.privacy_notice["hu"], "hu"]])
        yield privacy

    def _section(self, title: Callable[[], str], texts: Texts) -> Node:
        return {"title": self.say(title), "text": self.help(texts), "items": []}

    def _attachment(self, attachment: FormAttachment) -> Words:
        words = self.legal(attachment.label)
        who = self.own(lambda: wording.who_attaches(self.form, attachment, self.guide))
        if who:
            words.append([str(who), i18n.base_language(self.guide)])
        for note in self.help(attachment.note):
            words += note
        return words

    def _condition(self, condition: Condition | None) -> list[Words]:
        if condition is None:
            return []
        sentence = self.own(lambda: wording.only_if(self.form, condition, self.guide))
        return [[[str(sentence), i18n.base_language(self.guide)]]]

    def _group(self, group: Group, number: int) -> Node:
        title = self.legal(group.legend)
        title[0] = [f"{number}. {title[0][0]}", title[0][1]]
        return {
            "title": title,
            "text": [*self._condition(group.show_if), *self.help(group.help)],
            "fields": [self._field(entry) for entry in group.fields],
        }

    # Fields

    def _field(self, entry: Field) -> Node:
        node: Node = {
            "name": entry.id,
            "label": self.legal(entry.label),
            "hint": [words for paragraph in self.help(entry.hint) for words in paragraph],
            "required": self._required() if entry.required else [],
            "condition": self._condition(entry.show_if),
        }
        build = {"table": self._table, "signature": self._signature, "radio": self._choices, "checkbox": self._choices}
        return build.get(entry.type, self._line)(entry, node)

    def _required(self) -> Words:
        """Return the words that mark a required question; two languages share one pair of brackets."""
        first, *more = self.say(lambda: _("(required)"))
        if not more:
            return [first]
        return [[first[0][:-1], first[1]], [more[0][0][1:], more[0][1]]]

    def _spoken_label(self, entry: Field, *more: Texts | Text | None) -> str:
        required = self.own(lambda: _("(required)")) if entry.required else None
        label = " ".join(part for part in (self.spoken(entry.statement or entry.label), str(required or "")) if part)
        return " – ".join(part for part in (label, self.spoken(*more)) if part)

    def _add(self, widget: Widget) -> None:
        self.widgets[widget.name] = widget

    def _line(self, entry: Field, node: Node) -> Node:
        value = self.answers.printed(entry.id, self.languages[0]) if self.answers else ""
        node["unit"] = {"HUF": "Ft", "m2": "m²"}.get(entry.unit, entry.unit)
        if entry.type == "taj":
            digits = "".join(letter for letter in value if letter.isdigit())
            node |= {"kind": "comb", "cells": TAJ_DIGITS}
            widget = self._text_widget(entry, entry.id, digits, self.width, 1)
            self._add(replace(widget, comb=TAJ_DIGITS, multiline=False))
            return node
        short = entry.type in SHORT_TYPES
        width = SHORT_WIDTH * self.points if short else self.width
        least = max(3, min(10, entry.max_length // 150)) if entry.type == "textarea" else 1
        widget = self._text_widget(entry, entry.id, value, width, least)
        if entry.type == "select":
            options = [self.legal(option.label) for option in entry.options]
            node["hint"] += self._offered(options)
        self._add(widget)
        node |= {"kind": "short" if short else "line", "height": self._height(widget, width, least)}
        return node

    def _offered(self, options: Sequence[Words]) -> Words:
        """Return the options of a select field, because a printed form has no drop-down list."""
        offered = []
        for position, language in enumerate(self.languages):
            listed = "; ".join(words[min(position, len(words) - 1)][0] for words in options)
            with i18n.use_language(language):
                offered.append([_("You can choose from: %(options)s.", options=listed), i18n.base_language(language)])
        return offered

    def _text_widget(self, entry: Field, name: str, value: str, width: float, least: int, *parts: Text) -> Widget:
        spoken = self._spoken_label(entry, entry.hint)
        if parts:
            spoken = " – ".join([*map(str, parts), spoken])
        if entry.type == "select":
            options = tuple(option.label["hu"] for option in entry.options)
            return Widget(name, "select", spoken, self.guide, entry.required, options=options, value=value)
        multiline = least > 1 or len(self._wrapped(value, width)) > 1
        return Widget(name, "text", spoken, self.guide, entry.required, multiline=multiline, value=value)

    def _wrapped(self, value: str, width: float) -> list[str]:
        return wrapped(value, width - SIDES * self.points, self.points, self.letters)

    def _height(self, widget: Widget, width: float, least: int) -> float:
        """Return the height in ems that the value needs, at least `least` lines."""
        return round(max(least, len(self._wrapped(widget.value, width))) * LINE + PADDING, 2)

    def _choices(self, entry: Field, node: Node) -> Node:
        chosen = self.answers.chosen(entry.id) if self.answers else ()
        if not entry.options:
            node |= {"kind": "statement", "label": self.legal(entry.statement or entry.label), "name": f"{entry.id}/0"}
            choices: tuple[LayoutChoice, ...] = (LayoutChoice("igen", self._spoken_label(entry)),)
            spoken = choices[0].spoken
            self._add(Widget(entry.id, "checkbox", spoken, self.guide, entry.required, choices=choices, chosen=chosen))
            return node
        question = self._spoken_label(entry)
        choices = tuple(LayoutChoice(o.value, f"{question} – {self.spoken(o.label)}") for o in entry.options)
        kind = "radio" if entry.type == "radio" else "checkbox"
        self._add(Widget(entry.id, kind, question, self.guide, entry.required, choices=choices, chosen=chosen))
        node |= {
            "kind": "choices",
            "round": kind == "radio",
            "options": [
                {"name": f"{entry.id}/{index}", "label": self.legal(option.label)}
                for index, option in enumerate(entry.options)
            ],
        }
        if entry.multiple:
            node["hint"] += self.say(lambda: _("You may choose more than one."))
        return node

    def _signature(self, _entry: Field, node: Node) -> Node:
        return node | {"kind": "signature", "place": self.say(lambda: _("Sign here by hand, on paper."))}

    def _table(self, entry: Field, node: Node) -> Node:
        as_table = len(entry.columns) <= MOST_COLUMNS[self.size]
        filled = self.answers.rows(entry.id) if self.answers else ()
        blank = min(entry.max_rows, BLANK_ROWS if as_table else BLANK_RECORDS)
        count = max(3 if entry.max_rows >= 3 else entry.max_rows, len(filled)) if filled else blank  # noqa: PLR2004
        for column in entry.columns:
            if column.type == "select":
                for words in self._offered([self.legal(option.label) for option in column.options]):
                    node["hint"].append([f"{localized(column.label, words[1])}: {words[0]}", words[1]])
        if count < entry.max_rows:
            node["hint"] += self.say(lambda: _("If you need more lines, go on on a separate sheet."))
        across = len(entry.columns) if as_table else (2 if self.size == "normal" else 1)
        gaps = 6 * across if as_table else 13 + self.points * (across - 1)
        width = (self.width - gaps) / across
        rows = [self._row(entry, number, width) for number in range(1, count + 1)]
        if as_table:
            header = [self._header(column) for column in entry.columns]
            return node | {"kind": "table", "widths": [width + 6] * across, "header": header, "rows": rows}
        records = [{"title": self._row_title(number), "cells": row} for number, row in enumerate(rows, 1)]
        return node | {"kind": "records", "columns": across, "rows": records}

    def _row_title(self, number: int) -> Words:
        return self.say(lambda: _("Line %(number)s", number=number))

    def _header(self, column: Field) -> Words:
        words = self.legal(column.label)
        return [*words, *self._required()] if column.required else words

    def _row(self, entry: Field, number: int, width: float) -> list[Node]:
        row = self.answers.row_printed(entry.id, number - 1, self.languages[0]) if self.answers else {}
        where = self.own(lambda: _("Line %(number)s", number=number))
        fields: list[tuple[Field, Widget]] = []
        for column in entry.columns:
            name = f"{entry.id}-{number}-{column.id}"
            # In a required table only the first rows have to be filled in.
            asked = replace(column, required=column.required and entry.required and number <= max(1, entry.min_rows))
            table = Text(self.spoken(entry.label), self.guide)
            widget = self._text_widget(asked, name, row.get(column.id, ""), width, 1, table, where)
            self._add(widget)
            fields.append((column, widget))
        # Cells of one row are equally tall.
        height = max(self._height(widget, width, 1) for _column, widget in fields)
        return [{"name": widget.name, "label": self._header(column), "height": height} for column, widget in fields]


def wrapped(value: str, width: float, size: float, letters: FontMetrics) -> list[str]:
    """Return `value` broken into lines of at most `width` points; words that are too long are cut."""
    lines: list[str] = []
    for paragraph in value.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if letters.width(longer, size) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _cut(word, width, size, letters)
            lines += whole
        lines.append(line)
    return lines


def _cut(word: str, width: float, size: float, letters: FontMetrics) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and letters.width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
