"""The charter with its figures."""

from __future__ import annotations

import pytest

from app.core import clock as the_clock
from app.reports import queries
from tests.app.reports.samples import conversation
from tests.support.browse import Browse
from tests.support.languages import LANGUAGES


def figure(page, number: int) -> str:
    return " ".join(page.select(".promises li")[number].select("p")[-1].get_text(" ").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_conversations_the_charter_says_that_it_cannot_say(browse: Browse, language: str):
    page = browse.get(f"/{language}/vallalasaink")
    assert len(page.select(".promises li")) == 5
    assert "100" in figure(page, 4)
    assert all("%" not in figure(page, number) for number in range(4))


def test_a_figure_is_shown_when_it_stands_for_enough_conversations(browse: Browse):
    for _number in range(18):
        conversation("2026-11-23T07:30", 2, 5, outcome="answered")
    for _number in range(2):
        conversation("2026-11-23T07:30", 20, 5, outcome="task")
    page = browse.get("/en/vallalasaink")
    assert figure(page, 0) == "In the last 30 days: 90 % of 20. The target is reached."
    assert figure(page, 2) == "In the last 30 days: 90 % of 20. The target is reached."
    assert figure(page, 1).startswith("Not enough yet to say: fewer than 5 in the last 90 days")


def test_a_missed_target_is_said_as_plainly_as_a_reached_one(browse: Browse):
    for _number in range(20):
        conversation("2026-11-23T07:30", 10, 5)
    assert figure(browse.get("/en/vallalasaink"), 0) == "In the last 30 days: 0 % of 20. The target is not reached."


@pytest.mark.parametrize(("number", "told"), [(4, "fewer than 5"), (6, "6 in the last 30 days")])
def test_small_numbers_are_not_told(browse: Browse, number: int, told: str):
    for _number in range(number):
        conversation("2026-11-23T07:30", 1)
    said = figure(browse.get("/en/vallalasaink"), 0)
    assert told in said
    assert "%" not in said


def test_answers_of_citizens_make_the_figures_of_respect_and_plain_words(browse: Browse):
    for _number in range(90):
        conversation("2026-11-23T07:30", 1, 5, rating="yes")
    page = browse.get("/en/vallalasaink")
    assert [figure(page, number) for number in (1, 3)] == [
        "In the last 90 days: 100 % of 30. The target is reached."
    ] * 2


def test_the_figures_are_worked_out_again_after_ten_minutes_and_not_before(browse: Browse, monkeypatch):
    passed = [0.0]
    monkeypatch.setattr("app.core.clock.monotonic", lambda: passed[0])
    first, moment = queries.charter_figures()
    passed[0] = queries.KEPT_SECONDS - 1
    assert queries.charter_figures() == (first, moment)
    assert queries.charter_figures()[0] is first
    passed[0] = queries.KEPT_SECONDS + 1
    assert queries.charter_figures()[0] is not first
    assert moment == the_clock.now()
