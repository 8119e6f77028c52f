"""Decides how a table becomes a CSV file that a spreadsheet opens as it should, and that cannot make it do anything."""

from __future__ import annotations

import csv
import io
import unicodedata

from app.reports import words
from app.reports.tables import Table, Value

# Without it a spreadsheet takes Hungarian letters for another alphabet's.
BOM = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula, and citizens' questions stand in cells.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def sheet(table: Table) -> str:
    """Write a table as CSV: semicolons, because the comma belongs to Hungarian and German numbers."""
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
