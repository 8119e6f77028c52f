"""A day's numbers: what they keep of contacts, and that they say the same as the contacts did."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from app.reports import charter, tables, tallies
from app.reports.charter import Evidence
from app.reports.tables import Sources
from app.reports.tallies import Answer, Day
from tests.app.reports.test_figures import at, contact

START = at("24T16:00")
DAY = START.date()


def answered(wait: float, length: float, **changes):
    taken = START + timedelta(minutes=wait)
    return contact(taken_at=taken, replied_at=taken, ended_at=taken + timedelta(minutes=length), **changes)


CONTACTS = [
    answered(1, 4, topic="kutyam-van", outcome="form"), answered(3, 11, outcome="task"), answered(4, 2),
    contact(), contact(opened_at=at("24T14:30"), in_hours=False, language="en"), contact(channel="callback"),
]  # fmt: skip


@pytest.mark.usefixtures("app")
def test_every_table_says_of_the_numbers_what_it_said_of_the_contacts():
    past = tallies.days(CONTACTS, [])[DAY].contacts
    live, erased = Sources(CONTACTS, (), {}, ()), Sources((), (), {}, (), past)
    assert tables.all_tables(erased) == tables.all_tables(live)
    mixed = Sources(CONTACTS, (), {}, (), past)
    assert [row[1] for row in tables.channels(mixed).rows] == [10, 2]


def test_the_charter_judges_the_numbers_as_it_judged_the_contacts():
    past = tallies.days(CONTACTS, [])[DAY].contacts
    live, erased = Evidence(at("24T18:00"), CONTACTS), Evidence(at("24T18:00"), past=past)
    assert charter.prompt(live) == charter.prompt(erased) == (2, 4)
    assert charter.settled(live) == charter.settled(erased) == (1, 2)


def test_stored_minutes_are_whole_and_rounded_up_so_that_none_slips_under_a_limit():
    past = tallies.days([answered(3.01, 5.2)], [])[DAY].contacts
    assert tallies.minutes(past, tallies.WAIT, "chat", tallies.OPEN) == [4]
    assert tallies.minutes(past, tallies.TOOK) == [6]


def test_a_number_never_says_two_things_of_one_contact():
    past = tallies.days([answered(1, 4, topic="kutyam-van", outcome="form", language="de")], [])[DAY].contacts
    said = {measure: about for measure, about, _minutes in past}
    assert said == {
        "came": ("chat", "open", "16"), "weekday": ("1",), "language": ("de",), "outcome": ("form",),
        "topic": ("kutyam-van",), "wait": ("chat", "open"), "took": ("kutyam-van",),
    }  # fmt: skip


def test_contacts_and_answers_count_on_their_own_budapest_days():
    found = tallies.days([contact(opened_at=at("24T23:30"))], [Answer("respect", "yes", at("25T00:10"))])
    assert {day.day: (tallies.size(one.contacts), tallies.size(one.answers)) for day, one in found.items()} == {
        24: (1, 0), 25: (0, 1),
    }  # fmt: skip


def test_the_fuller_of_two_counts_holds_for_contacts_and_answers_apart():
    two, one = tallies.of_contacts([contact(), contact()]), tallies.of_contacts([contact()])
    yes = tallies.of_answers([Answer("respect", "yes", START)])
    known = tallies.fuller(Day(one, yes), Day(two, Counter()))
    assert (known.contacts, known.answers) == (two, yes)


def test_what_became_of_a_contact_later_replaces_the_earlier_count():
    before, now = tallies.of_contacts([contact()]), tallies.of_contacts([contact(outcome="answered")])
    assert tallies.fuller(Day(now), Day(before)).contacts == now
