"""Write a table as a CSV file that spreadsheets open correctly and in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata

from app.reports import words
from app.reports.tables import Table, Value

# Without a byte order mark, spreadsheets read Hungarian letters in the wrong encoding.
BOM = "\ufeff"
# A cell that begins so is taken for a formula, and some cells hold what citizens typed.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(table: Table) -> str:
    """Return a table as CSV, separated by semicolons because Hungarian and German numbers have commas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(column) for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return BOM + out.getvalue()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return words.decimal(value, grouped=False)
    return f"'{value}" if _acts(value) else value


def _acts(value: str) -> bool:
    # Wide letters count as their narrow ones, and what cannot be seen hides nothing.
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", value) if sign in FORMULA or sign.isprintable())
    return seen.lstrip(" ").startswith(FORMULA)
