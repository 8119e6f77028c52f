"""Questions that found nothing are counted, without what could be personal."""

from __future__ import annotations

import pytest

from app.core import clock as the_clock
from app.knowledge import actions, queries


def counted() -> list[tuple[str, str, int]]:
    return [(one.text, one.language, one.count) for one in queries.unanswered()]


def test_the_same_question_is_counted_once_for_each_language(app, clock):
    actions.count_unanswered("Hol van a  PIZZA?", "hu")
    clock.travel("2026-11-25T09:00")
    actions.count_unanswered("hol van a pizza?", "hu")
    actions.count_unanswered("hol van a pizza?", "de")
    assert counted() == [("hol van a pizza?", "hu", 2), ("hol van a pizza?", "de", 1)]
    assert queries.unanswered()[0].last_asked == the_clock.now()


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("taj 123456789", "taj …"),
        ("TAJ: 123 456 789!", "taj: …!"),
        ("06-30-123-4567 hívjon", "… hívjon"),
        ("+36 30/123 4567", "+…"),
        ("irjon: anna.kis@example.hu", "irjon: …"),
        ("2026-11-24", "…"),
        ("12 tonna 5 fő", "12 tonna 5 fő"),
        ("12345", "12345"),
    ],
)
def test_long_numbers_and_addresses_are_masked(asked, kept):
    assert actions.mask(asked) == kept


@pytest.mark.parametrize("asked", ["", "   ", "?!", "\x00\x01"])
def test_a_search_without_words_is_not_counted(app, asked):
    actions.count_unanswered(asked, "hu")
    assert counted() == []


def test_noise_does_not_fill_the_disk(app, clock, monkeypatch):
    monkeypatch.setattr(actions, "KEPT_QUESTIONS", 3)
    actions.count_unanswered("sokan kérdezik", "hu")
    actions.count_unanswered("sokan kérdezik", "hu")
    for minute, noise in enumerate(("aaa", "bbb", "ccc", "ddd")):
        clock.travel(f"2026-11-25T09:0{minute}")
        actions.count_unanswered(noise, "hu")
    assert counted() == [("sokan kérdezik", "hu", 2), ("ddd", "hu", 1), ("ccc", "hu", 1), ("bbb", "hu", 1)]


def test_an_unanswered_search_is_deleted_after_half_a_year(app, clock):
    actions.count_unanswered("régen kérdezték", "hu")
    clock.travel("2026-12-24T16:05")
    actions.count_unanswered("most is kérdezik", "hu")
    clock.travel("2027-05-23T16:04")
    assert actions.erase_old(the_clock.now()) == {"searches": 0}
    clock.travel("2027-05-23T17:06")
    assert actions.erase_old(the_clock.now()) == {"searches": 1}
    assert [text for text, *_ in counted()] == ["most is kérdezik"]


def test_the_command_fills_the_index(app):
    runner = app.test_cli_runner()
    assert "up to date" in runner.invoke(args=["knowledge", "index"]).output
