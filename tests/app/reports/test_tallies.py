"""A day's numbers: what they keep of conversations, and that they say the same as the conversations did."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from app.reports import charter, tables, tallies
from app.reports.charter import Evidence
from app.reports.tables import ReportData
from app.reports.tallies import DayCounts, Measure, OfficeHours, RatingAnswer
from tests.app.reports.test_figures import at, conversation

START = at("24T16:00")
DAY = START.date()


def answered(wait: float, length: float, **changes):
    taken = START + timedelta(minutes=wait)
    return conversation(taken_at=taken, replied_at=taken, ended_at=taken + timedelta(minutes=length), **changes)


CONVERSATIONS = [
    answered(1, 4, topic="kutyam-van", outcome="form"), answered(3, 11, outcome="task"), answered(4, 2),
    conversation(), conversation(opened_at=at("24T14:30"), in_hours=False, language="en"),
    conversation(channel="callback"),
]  # fmt: skip


@pytest.mark.usefixtures("app")
def test_every_table_says_of_the_numbers_what_it_said_of_the_conversations():
    past = tallies.count_by_day(CONVERSATIONS, [])[DAY].conversations
    live, erased = ReportData(CONVERSATIONS, (), {}, ()), ReportData((), (), {}, (), past)
    assert tables.all_tables(erased) == tables.all_tables(live)
    mixed = ReportData(CONVERSATIONS, (), {}, (), past)
    assert [row[1] for row in tables.channels(mixed).rows] == [10, 2]


def test_the_charter_judges_the_numbers_as_it_judged_the_conversations():
    past = tallies.count_by_day(CONVERSATIONS, [])[DAY].conversations
    live, erased = Evidence(at("24T18:00"), CONVERSATIONS), Evidence(at("24T18:00"), past=past)
    assert charter.answered_promptly(live) == charter.answered_promptly(erased) == (2, 4)
    assert charter.resolved_at_once(live) == charter.resolved_at_once(erased) == (1, 2)


def test_stored_minutes_are_whole_and_rounded_up_so_that_none_slips_under_a_limit():
    past = tallies.count_by_day([answered(3.01, 5.2)], [])[DAY].conversations
    assert tallies.measured_minutes(past, Measure.WAIT, "chat", OfficeHours.OPEN) == [4]
    assert tallies.measured_minutes(past, Measure.HANDLING) == [6]


def test_a_number_never_says_two_things_of_one_conversation():
    counted = tallies.count_by_day([answered(1, 4, topic="kutyam-van", outcome="form", language="de")], [])
    past = counted[DAY].conversations
    said = {measure: about for measure, about, _minutes in past}
    assert said == {
        "came": ("chat", "open", "16"), "weekday": ("1",), "language": ("de",), "outcome": ("form",),
        "topic": ("kutyam-van",), "wait": ("chat", "open"), "took": ("kutyam-van",),
    }  # fmt: skip


def test_conversations_and_answers_count_on_their_own_budapest_days():
    found = tallies.count_by_day(
        [conversation(opened_at=at("24T23:30"))], [RatingAnswer("respect", "yes", at("25T00:10"))]
    )
    assert {day.day: (tallies.total(one.conversations), tallies.total(one.answers)) for day, one in found.items()} == {
        24: (1, 0), 25: (0, 1),
    }  # fmt: skip


def test_the_fuller_of_two_counts_holds_for_conversations_and_answers_apart():
    two, one = (
        tallies.count_conversations([conversation(), conversation()]),
        tallies.count_conversations([conversation()]),
    )
    yes = tallies.count_answers([RatingAnswer("respect", "yes", START)])
    known = tallies.more_complete(DayCounts(one, yes), DayCounts(two, Counter()))
    assert (known.conversations, known.answers) == (two, yes)


def test_what_became_of_a_conversation_later_replaces_the_earlier_count():
    before, now = (
        tallies.count_conversations([conversation()]),
        tallies.count_conversations([conversation(outcome="answered")]),
    )
    assert tallies.more_complete(DayCounts(now), DayCounts(before)).conversations == now
