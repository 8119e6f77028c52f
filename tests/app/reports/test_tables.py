"""What stands in the reports, and what a plot and a file make of it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from app.core import i18n
from app.knowledge.models import UnansweredSearch
from app.reports import bar_charts, csv_export, tables
from app.reports.figures import HourlyStaffing
from app.reports.tables import ReportData, Table
from tests.app.reports.test_figures import at, conversation
from tests.support.languages import LANGUAGES

pytestmark = pytest.mark.usefixtures("app")
START = at("24T16:00")


def answered(wait: float, length: float, **changes):
    taken = START + timedelta(minutes=wait)
    return conversation(taken_at=taken, replied_at=taken, ended_at=taken + timedelta(minutes=length), **changes)


def sources(*conversations, searches=(), ratings=None, manned=()) -> ReportData:
    return ReportData(conversations, searches, ratings or {}, manned)


def rows(make, given: ReportData) -> list[tuple]:
    return list(make(given).rows)


def table(*lines: tuple, columns: tuple[str, ...] = ("Mi", "Mennyi"), plotted: int = 1) -> Table:
    return Table("proba", "Próba", "", columns, lines, plotted)


def test_conversations_are_counted_by_the_hour_with_empty_hours_between():
    given = sources(conversation(), conversation(), conversation(opened_at=at("24T14:30"), in_hours=False))
    assert rows(tables.by_hour, given) == [
        ("14.00–15.00", 1, 0, 1), ("15.00–16.00", 0, 0, 0), ("16.00–17.00", 2, 2, 0),
    ]  # fmt: skip


def test_conversations_are_counted_by_weekday_from_monday_on():
    found = rows(tables.by_weekday, sources(conversation(), conversation(opened_at=at("23T23:30"))))
    assert found[:3] == [("hétfő", 1), ("kedd", 1), ("szerda", 0)]
    assert len(found) == 7


def test_waits_stand_by_channel_and_by_whether_we_were_open():
    given = sources(
        *(answered(wait, 5) for wait in range(1, 11)), conversation(), conversation(in_hours=False),
        conversation(channel="callback", taken_at=START + timedelta(minutes=90)),
    )  # fmt: skip
    assert rows(tables.waits, given) == [
        ("Visszahívás, nyitvatartási időben", 90, 90, 90, 1, 1),
        ("Csevegés, zárva tartás idején", None, None, None, 0, 1),
        ("Csevegés, nyitvatartási időben", 5.5, 9, 10, 10, 11),
    ]


def test_the_spread_of_waits_ends_with_those_whom_nobody_answered():
    found = rows(tables.wait_spread, sources(answered(1, 5), answered(2, 5), answered(45, 5), conversation()))
    assert found == [
        ("0–1 perc", 1, 25), ("1–3 perc", 1, 25), ("3–5 perc", 0, 0), ("5–10 perc", 0, 0), ("10–30 perc", 0, 0),
        ("Több mint 30 perc", 1, 25), ("Nem kapott választ", 1, 25),
    ]  # fmt: skip


def test_handling_says_its_median_and_nine_of_ten():
    found = tables.handling(sources(answered(1, 4), answered(1, 6.5), answered(1, 50)))
    assert "Középérték: 6,5 perc. Tízből kilenc legfeljebb 50 percig tartott." in found.note
    assert [row[1] for row in found.rows] == [1, 1, 0, 0, 1]


def test_outcomes_channels_languages_and_topics_are_counted():
    given = sources(
        answered(1, 4, outcome="form", topic="kutya"), answered(1, 8, outcome="form", topic="kutya"),
        answered(1, 5, outcome="task", topic="other", language="en", channel="callback"), conversation(),
    )  # fmt: skip
    assert {row[0]: row[1:] for row in rows(tables.outcomes, given)}["Űrlapot vagy listát küldtünk"] == (2, 67)
    assert rows(tables.channels, given) == [("Csevegés", 3, 75), ("Visszahívás", 1, 25)]
    assert rows(tables.languages, given) == [("Magyar", 3, 75), ("English", 1, 25)]
    assert [row[1:] for row in rows(tables.topics, given)] == [(2, 6), (1, 5)]


def test_a_topic_is_called_as_the_content_calls_it():
    slug, situation = next(iter(tables.library().situations.items()))
    assert rows(tables.topics, sources(answered(1, 4, topic=slug)))[0][0] == situation.title["hu"]


def test_questions_without_an_answer_ratings_and_staffing_have_their_tables():
    asked = UnansweredSearch(text="hol a mellény", language="hu-simple", count=7, last_asked=START)
    given = sources(
        searches=[asked], ratings={"respect": {"yes": 3, "partly": 1, "no": 0}, "plain": {"yes": 0}},
        manned=[HourlyStaffing(16, 1.75, 12.4)],
    )  # fmt: skip
    assert rows(tables.searches, given) == [("hol a mellény", 7, "Könnyen érthető")]
    assert rows(tables.ratings, given) == [("Tisztelettel bántak Önnel?", 75, 3, 1, 0)]
    assert rows(tables.staffing, given) == [("16.00–17.00", 1.75, 12)]


def test_of_nothing_every_table_is_empty_and_no_plot_is_drawn():
    for one in tables.all_tables(sources()):
        assert one.rows == ()
        assert bar_charts.bar_chart(one) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_as_many_columns_as_its_rows_and_a_number_to_plot(language: str):
    given = sources(
        answered(1, 4, outcome="form", topic="other"),
        searches=[UnansweredSearch(text="x", language="hu", count=1, last_asked=START)],
        ratings={"respect": {"yes": 1}}, manned=[HourlyStaffing(16, 1.0, 0.0)],
    )  # fmt: skip
    with i18n.use_language(language):
        found = tables.all_tables(given)
    assert len({one.id for one in found}) == len(found) == 12
    for one in found:
        assert {len(row) for row in one.rows} == {len(one.columns)}
        assert bar_charts.bar_chart(one)


def test_the_longest_bar_fills_the_plot_and_the_others_are_in_proportion():
    drawn = bar_charts.bar_chart(table(("a", 10), ("b", 5), ("c", 0), ("d", None)))
    assert [bar.width for bar in drawn.bars] == [318, 159, 0]
    assert drawn.height == 3 * bar_charts.ROW
    assert drawn.alt == "Sávdiagram a(z) „Próba” táblázatról. A legtöbb: a, 10."


def test_long_names_are_cut_in_the_plot_only_and_a_long_table_is_drawn_from_its_beginning():
    drawn = bar_charts.bar_chart(table(*((f"{n} " + "hosszú név " * 9, n + 1) for n in range(60))))
    assert len(drawn.bars) == bar_charts.ROWS_MOST
    assert all(len(bar.label) <= bar_charts.LABEL_MOST for bar in drawn.bars)
    assert drawn.bars[0].label.endswith("…")


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(csv_export.BOM)), delimiter=";"))


def test_a_file_begins_with_the_mark_of_its_alphabet_and_parts_by_semicolons():
    text = csv_export.to_csv(table(("őszi; kérdés", 2.5), ("üres", None)))
    assert text.startswith("\ufeffMi;Mennyi\r\n")
    assert read(text) == [["Mi", "Mennyi"], ["őszi; kérdés", "2,5"], ["üres", ""]]
    with i18n.use_language("en"):
        assert read(csv_export.to_csv(table(("a", 1234.5))))[1] == ["a", "1234.5"]


@pytest.mark.parametrize(
    "asked", ["=1+1", "+36 30", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(0)", "\n=1", "＝1+1", "\u200b=1"]
)
def test_a_question_that_a_spreadsheet_would_calculate_stays_words(asked: str):
    (cell, _number) = read(csv_export.to_csv(table((asked, 1))))[1]
    assert cell == f"'{asked}"


def test_ordinary_words_are_left_as_they_are():
    assert read(csv_export.to_csv(table(("3 = három", 1))))[1][0] == "3 = három"
