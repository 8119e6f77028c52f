"""What the reports call things, in the language of the page."""

from __future__ import annotations

from babel.numbers import format_decimal

from app.core import i18n
from app.core.i18n import lazy as _l

CHANNELS = {
    "chat": _l("Chat"), "callback": _l("Call-back"), "sms": _l("Text message"), "video": _l("Video call"),
    "phone": _l("Telephone"), "email": _l("E-mail"),
}  # fmt: skip
OUTCOMES = {
    "answered": _l("Answered"), "form": _l("Form or list sent"), "booked": _l("Visit booked"),
    "referred": _l("Told where to turn"), "task": _l("Task for a colleague"), "no-answer": _l("Not answered"),
}  # fmt: skip
ANSWERS = {"yes": _l("Yes"), "partly": _l("Partly"), "no": _l("No")}
PERIODS = {
    "week": _l("The last 7 days"), "month": _l("The last 30 days"), "this-month": _l("This month"),
    "month-before": _l("Last month"),
}  # fmt: skip
PERIOD_ERRORS = {
    "no-date": _l("This is not a date. Write it like this: 2026-11-24."),
    "future": _l("The first day is in the future: nothing was measured yet"),
    "order": _l("The last day must not be before the first"),
    "long": _l("Choose at most one year"),
}
EXCEPTION_ERRORS = {
    ("first", "past"): _l("The first day has passed. Choose today or a later day"),
    ("first", "far"): _l("The first day is more than two years away"),
    ("last", "order"): _l("The last day must not be before the first"),
    ("last", "long"): _l("An exception lasts three months at most. Longer changes belong in the weekly hours"),
    ("scopes", "none"): _l("Choose at least one channel or place"),
    ("windows", "order"): _l("A window must end after it begins"),
    ("windows", "overlap"): _l("Two windows overlap"),
    ("reason", "none"): _l("Write the reason in Hungarian: citizens read it"),
}


def decimal(value: float, *, grouped: bool = True) -> str:
    """Format a number for reading, with at most one decimal: 2,5 in Hungarian."""
    return format_decimal(round(value, 1), locale=i18n.base_language(), group_separator=grouped)


def clock_hour(hour: int) -> str:
    """Format an hour of the day as a span: 16.00–17.00."""
    return "–".join(i18n.hour_and_minute(end, 0) for end in (hour, hour + 1))
