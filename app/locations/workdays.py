"""Finds Hungarian public holidays, moved rest days and moved working days.

The town's own list (content/hours.yaml) comes first; the package `holidays` covers the years that are not listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import holidays

Names = Mapping[str, str]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Workdays:
    """Public holidays and moved days of every year."""

    def __init__(self, public_holidays: list[dict[str, Any]], moved_working_days: list[dict[str, Any]]) -> None:
        self._holidays: dict[date, Names] = {
            date.fromisoformat(str(row["date"])): {key: text for key, text in row.items() if key != "date"}
            for row in public_holidays
        }
        self._replaces = {
            date.fromisoformat(str(row["work_day"])): date.fromisoformat(str(row["replaces"]))
            for row in moved_working_days
        }
        self._worked_on = {rest: work for work, rest in self._replaces.items()}
        self._listed = {day.year for day in self._holidays}
        # Holidays are known years before the decree on moved days, so a year may list holidays only.
        self._moves_listed = {day.year for pair in self._replaces.items() for day in pair}
        self._names = self._library_names()

    def holiday(self, day: date) -> Names | None:
        """Return the public holiday's names by language when `day` is one."""
        if day.year in self._listed:
            return self._holidays.get(day)
        name = _library(day.year).holidays.get(day)
        return self._names.get(name, {"hu": name}) if name else None

    def worked_on(self, day: date) -> date | None:
        """Return the Saturday on which a rest day is worked instead; None when `day` is no moved rest day."""
        if day.year in self._moves_listed:
            return self._worked_on.get(day)
        return _library(day.year).worked_on.get(day)

    def replaces(self, day: date) -> date | None:
        """Return the rest day that a moved working day was exchanged for; None when `day` is no moved working day."""
        if day.year in self._moves_listed:
            return self._replaces.get(day)
        return _library(day.year).replaces.get(day)

    def holidays_between(self, first: date, last: date) -> list[tuple[date, Names]]:
        """Return the public holidays from `first` to `last`, both included, in order."""
        return [(day, names) for day in _days(first, last) if (names := self.holiday(day))]

    def moved_between(self, first: date, last: date) -> list[tuple[date, date]]:
        """Return pairs (working day, its rest day) of which at least one is from `first` to `last`."""
        pairs = {(day, rest) for day in _days(first, last) if (rest := self.replaces(day))}
        pairs |= {(work, day) for day in _days(first, last) if (work := self.worked_on(day))}
        return sorted(pairs)

    def _library_names(self) -> dict[str, Names]:
        # The package has no German names and other spellings, so a day that the town lists keeps the town's name.
        return {
            name: names
            for day, names in self._holidays.items()
            if (name := _library(day.year).holidays.get(day)) is not None
        }


class _LibraryYear:
    def __init__(self, year: int) -> None:
        # Days are exchanged across the turn of the year, so the neighbouring years are read too.
        found = holidays.country_holidays("HU", years=range(year - 1, year + 2), language="hu")
        self.holidays: dict[date, str] = {}
        self.worked_on: dict[date, date] = {}
        for day, name in found.items():
            if moved := re.search(r"(\d{4})\D+(\d\d)\D+(\d\d)", name):
                self.worked_on[day] = date(*map(int, moved.groups()))
            else:
                self.holidays[day] = name
        self.replaces = {work: rest for rest, work in self.worked_on.items()}


@lru_cache(maxsize=64)
def _library(year: int) -> _LibraryYear:
    return _LibraryYear(year)


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
