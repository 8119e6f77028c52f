"""Compute the geometry of a bar chart: one bar for each row of the table beside it. Drawn on the server, as SVG."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.i18n import gettext as _
from app.reports import words
from app.reports.tables import Table

WIDTH = 320
ROW = 46
BAR = 18
LABEL_MOST = 38
# More rows are only in the table.
ROWS_MOST = 24


@dataclass(frozen=True)
class Bar:
    """One row: its words, where the line of words and the bar begin, and how long the bar is."""

    label: str
    value: str
    text_y: int
    bar_y: int
    width: float


@dataclass(frozen=True)
class BarChart:
    """The bars, the height that they need, and what the picture says in words."""

    bars: tuple[Bar, ...]
    height: int
    alt: str


def bar_chart(table: Table) -> BarChart | None:
    """Return the chart of a table's plotted column; None when it has no number above zero."""
    rows = [(str(row[0]), value) for row in table.rows if isinstance(value := row[table.plotted], int | float)]
    highest = max(rows, key=lambda row: row[1], default=("", 0))
    if not highest[1]:
        return None
    shown = rows[:ROWS_MOST]
    bars = tuple(
        Bar(_short(label), words.decimal(value), index * ROW + 16, index * ROW + 22, _length(value, highest[1]))
        for index, (label, value) in enumerate(shown)
    )
    alt = _(
        "Bar chart of the table “%(title)s”. The highest: %(label)s, %(value)s.",
        title=table.title, label=highest[0], value=words.decimal(highest[1]),
    )  # fmt: skip
    return BarChart(bars, len(bars) * ROW, alt)


def _length(value: float, highest: float) -> float:
    return round(value * (WIDTH - 2) / highest, 1)


def _short(label: str) -> str:
    return label if len(label) <= LABEL_MOST else label[: LABEL_MOST - 1].rstrip() + "…"
