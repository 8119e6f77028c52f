"""Build the tables of the reports; the bar chart and the CSV file are made from the same table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.core.i18n import gettext as _
from app.core.i18n import localized
from app.core.languages import name_of
from app.knowledge.library import library
from app.knowledge.models import UnansweredSearch
from app.locations.words import weekday
from app.reports import figures, tallies, words
from app.reports.figures import ConversationRecord, HourlyStaffing, median, percentile, share
from app.reports.tallies import Measure, OfficeHours, Tally
from app.tracking.questions import QUESTIONS

Value = int | float | str | None

WAIT_LIMITS = (1, 3, 5, 10, 30)
HANDLING_LIMITS = (5, 10, 20, 40)
NINE_OF_TEN = 90
WEEK = 7


@dataclass(frozen=True)
class Table:
    """One report. `columns` begins with the name of the rows; `plotted` is the column that the plot shows."""

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    plotted: int = 1


@dataclass(frozen=True)
class ReportData:
    """What the tables are computed from. `past` are the counts of days whose conversations were erased."""

    conversations: Sequence[ConversationRecord]
    searches: Sequence[UnansweredSearch]
    ratings: Mapping[str, Mapping[str, int]]
    manned: Sequence[HourlyStaffing]
    past: Tally = field(default_factory=Counter)

    @cached_property
    def tally(self) -> Tally:
        """Return the counts of all conversations."""
        return tallies.count_conversations(self.conversations) + self.past


def all_tables(sources: ReportData) -> list[Table]:
    """Return every report, in the order of the page."""
    return [make(sources) for make in TABLES]


def by_hour(sources: ReportData) -> Table:
    """Count conversations by the hour of the day."""
    inside: Counter[int] = Counter()
    outside: Counter[int] = Counter()
    for (_way, when, hour), number in tallies.numbers_of(sources.tally, Measure.ARRIVAL).items():
        (inside if when == OfficeHours.OPEN else outside)[int(hour)] += number
    seen = [*inside, *outside]
    hours = range(min(seen), max(seen) + 1) if seen else range(0)
    return Table(
        "contacts-by-hour",
        _("Contacts by hour of the day"),
        _("By the hour in which they came."),
        (_("Hour"), _("Contacts"), _("While we were open"), _("While we were closed")),
        tuple((words.clock_hour(hour), inside[hour] + outside[hour], inside[hour], outside[hour]) for hour in hours),
    )


def by_weekday(sources: ReportData) -> Table:
    """Count conversations by the day of the week."""
    counts = tallies.numbers_of(sources.tally, Measure.WEEKDAY)
    rows = ((str(weekday(day)), counts.get((str(day),), 0)) for day in range(WEEK)) if counts else ()
    return Table(
        "contacts-by-weekday", _("Contacts by day of the week"), _("By the day on which they came."),
        (_("Day"), _("Contacts")), tuple(rows),
    )  # fmt: skip


def waits(sources: ReportData) -> Table:
    """List how long citizens waited for a person, by channel."""
    return Table(
        "wait",
        _("Wait for a person, in minutes"),
        _("From the beginning to an operator's first message; of a call-back, until somebody took it. "
          "Half waited no longer than the median."),
        (_("Way"), _("Median"), _("Nine of ten waited at most"), _("Longest"), _("Answered"), _("Contacts")),
        tuple(_waits(sources.tally)),
    )  # fmt: skip


def _waits(tally: Tally) -> Iterable[tuple[Value, ...]]:
    came: Counter[tuple[str, str]] = Counter()
    for (channel, when, _hour), number in tallies.numbers_of(tally, Measure.ARRIVAL).items():
        came[channel, when] += number
    for (channel, when), number in sorted(came.items()):
        known = tallies.measured_minutes(tally, Measure.WAIT, channel, when)
        name = _channel(channel)
        label = (
            _("%(channel)s, while we were closed", channel=name)
            if when == OfficeHours.CLOSED
            else _("%(channel)s, while we were open", channel=name)
        )
        yield label, median(known), percentile(known, NINE_OF_TEN), max(known, default=None), len(known), number


def wait_spread(sources: ReportData) -> Table:
    """Count the chats that began in opening hours by length of wait; those without an answer come last."""
    came = tallies.numbers_of(sources.tally, Measure.ARRIVAL)
    chats = sum(
        number for (channel, when, _hour), number in came.items() if (channel, when) == ("chat", OfficeHours.OPEN)
    )
    known = tallies.measured_minutes(sources.tally, Measure.WAIT, "chat", OfficeHours.OPEN)
    rows = [*_spread(known, WAIT_LIMITS), (_("Not answered"), chats - len(known))]
    return Table(
        "wait-spread", _("How long chats waited"), _("Chats that began while we were open."),
        (_("Wait"), _("Contacts"), _("Share (per cent)")), _shares(rows) if chats else (),
    )  # fmt: skip


def handling(sources: ReportData) -> Table:
    """Count conversations by the minutes from when they were taken to their end."""
    known = tallies.measured_minutes(sources.tally, Measure.HANDLING)
    middle, most = median(known), percentile(known, NINE_OF_TEN)
    note = _("From when an operator took it to its end.")
    if middle is not None and most is not None:
        note += " " + _(
            "Median: %(median)s minutes. Nine of ten took at most %(most)s minutes.",
            median=words.decimal(middle), most=words.decimal(most),
        )  # fmt: skip
    return Table(
        "handling", _("How long contacts took"), note,
        (_("Length"), _("Contacts"), _("Share (per cent)")), _shares(_spread(known, HANDLING_LIMITS)) if known else (),
    )  # fmt: skip


def outcomes(sources: ReportData) -> Table:
    """Count conversations by outcome, as operators noted it."""
    counts = tallies.numbers_of(sources.tally, Measure.OUTCOME)
    rows = [(str(name), counts.get((code,), 0)) for code, name in words.OUTCOMES.items()]
    return Table(
        "outcomes", _("What became of them"), _("As the operator noted it; contacts without a note are not here."),
        (_("Outcome"), _("Contacts"), _("Share (per cent)")), _shares(rows) if counts else (),
    )  # fmt: skip


def channels(sources: ReportData) -> Table:
    """Count conversations by channel."""
    counts: Counter[str] = Counter()
    for (channel, _when, _hour), number in tallies.numbers_of(sources.tally, Measure.ARRIVAL).items():
        counts[channel] += number
    return Table(
        "channels", _("By channel"), _("The way in which the contact began."),
        (_("Channel"), _("Contacts"), _("Share (per cent)")),
        _shares([(_channel(channel), count) for channel, count in counts.most_common()]),
    )  # fmt: skip


def topics(sources: ReportData) -> Table:
    """Count conversations by topic, with how long each took."""
    situations = library().situations
    rows = []
    for (code,), number in sorted(
        tallies.numbers_of(sources.tally, Measure.TOPIC).items(), key=lambda entry: -entry[1]
    ):
        name = str(localized(situations[code].title)) if code in situations else _("Another topic")
        rows.append((name, number, median(tallies.measured_minutes(sources.tally, Measure.HANDLING, code))))
    return Table(
        "topics", _("What they were about"), _("As the operator noted it; contacts without a note are not here."),
        (_("Topic"), _("Contacts"), _("Median length, minutes")), tuple(rows),
    )  # fmt: skip


def languages(sources: ReportData) -> Table:
    """Count conversations by the language, or reading level, in which they began."""
    counts = Counter({code: number for (code,), number in tallies.numbers_of(sources.tally, Measure.LANGUAGE).items()})
    return Table(
        "languages", _("By language"), _("The language, or the reading level, in which the contact began."),
        (_("Language"), _("Contacts"), _("Share (per cent)")),
        _shares([(name_of(code), count) for code, count in counts.most_common()]),
    )  # fmt: skip


def searches(sources: ReportData) -> Table:
    """List the searches that found nothing."""
    rows = ((row.text, row.count, name_of(row.language)) for row in sources.searches)
    return Table(
        "unanswered", _("Searches that found nothing"),
        _("Asked at least once in the period. The number is of all times that it was asked."),
        (_("Question"), _("Times asked"), _("Language")), tuple(rows),
    )  # fmt: skip


def ratings(sources: ReportData) -> Table:
    """List how citizens answered the rating questions."""
    rows = []
    for question, answers in sources.ratings.items():
        total = sum(answers.values())
        if total:
            numbers = [answers.get(answer, 0) for answer in words.ANSWERS]
            rows.append((str(QUESTIONS[question]), share(numbers[0], total), *numbers))
    return Table(
        "ratings", _("What citizens say"), _("Every citizen is asked one of the questions, and need not answer."),
        (_("Question"), _("Yes (per cent)"), *(str(word) for word in words.ANSWERS.values())), tuple(rows),
    )  # fmt: skip


def staffing(sources: ReportData) -> Table:
    """List how many colleagues were at their desks in opening hours."""
    rows = ((words.clock_hour(one.hour), one.average, round(one.unstaffed)) for one in sources.manned)
    return Table(
        "staffing", _("Who was there"),
        _("Operators and supervisors at their desks while the chat was open. Nobody is named or counted one by one."),
        (_("Hour"), _("On average"), _("Time with nobody (per cent)")), tuple(rows),
    )  # fmt: skip


TABLES: tuple[Callable[[ReportData], Table], ...] = (
    by_hour, by_weekday, channels, waits, wait_spread, handling, outcomes, topics, languages, searches, ratings,
    staffing,
)  # fmt: skip


def _shares(rows: Sequence[tuple[str, int]]) -> tuple[tuple[Value, ...], ...]:
    total = sum(count for _label, count in rows)
    return tuple((label, count, share(count, total)) for label, count in rows)


def _spread(values: Sequence[float], limits: Sequence[int]) -> list[tuple[str, int]]:
    bounds = [0, *limits]
    labels = [_("%(low)s–%(high)s minutes", low=low, high=high) for low, high in zip(bounds, limits, strict=False)]
    labels.append(_("More than %(high)s minutes", high=limits[-1]))
    return list(zip(labels, figures.histogram(values, limits), strict=True))


def _channel(code: str) -> str:
    return str(words.CHANNELS.get(code, code))
