"""Puts opening hours into sentences, in the language of the page.

The sentences about the contact centre come from the town (`states` in content/hours.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from babel.dates import get_day_names
from babel.lists import format_list

from app.core import audit, clock, content, i18n, languages
from app.core.i18n import Text, localized
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.locations.hours import DayKind, Reason, State, Window
from app.locations.workdays import WEEKDAYS

# Shortly before closing a sentence gives the minutes that are left. In the last minute it gives the time again, because
# "1 minutes" is wrong and one minute is of no use to anybody.
CLOSING_SOON = timedelta(minutes=10)
CLOSING_NOW = timedelta(minutes=1)
ADD_EXCEPTION = audit.action("hours.add-exception", _l("Set other opening hours"))
WITHDRAW_EXCEPTION = audit.action("hours.withdraw-exception", _l("Withdrew other opening hours"))
CHANNELS = {
    "chat": _l("chat"),
    "video": _l("video call"),
    "phone": _l("telephone"),
    "sms": _l("text message"),
    "callback": _l("call-back"),
}
OUTSIDE = {
    "leave-message": _l("leave a message, we answer after we open"),
    "show-next-opening": _l("we show you when we open"),
    "auto-reply-and-queue": _l("you get an answer at once that says when we open"),
    "accept-request-for-next-opening": _l("ask now, we call you after we open"),
}
# Within this many days the name of the weekday is enough.
NEAR_DAYS = 6
LAST_HOUR = 24
"""How midnight at the end of a day is written."""
# From this many days on the year is written too; without it the date would be read as one of this year.
FAR_DAYS = 183


def state_sentence(state: State) -> Text:
    """Return the town's sentence on whether the contact centre is open, until when, or when it opens."""
    states = content.load("hours.yaml")["states"]
    if state.open and state.closes_at:
        left = state.closes_at.timestamp() - state.at.timestamp()
        if CLOSING_NOW.total_seconds() < left <= CLOSING_SOON.total_seconds():
            return _fill(states["closing_soon"], minutes=str(ceil(left / 60)))
        return _fill(states["open"], until=hour(state.closes_at))
    if state.next_opening is None:
        return Text(_("We are closed now."), i18n.lang())
    following = opening(state.next_opening, state.at)
    if state.reason and state.reason.kind is DayKind.HOLIDAY and state.reason.names and not state.windows:
        return _fill(states["closed_holiday"], holiday=_lower_first(localized(state.reason.names)), next=following)
    return _fill(states["closed"], next=following)


def place_sentence(state: State) -> str:
    """Return a sentence on whether a location is open now and until when, or when it opens."""
    if state.open and state.closes_at:
        until = hour(state.closes_at)
        if state.by_appointment:
            return _("Open now, until %(until)s, for those who have an appointment.", until=until)
        return _("Open now, until %(until)s.", until=until)
    if state.next_opening is None:
        return _("Closed now.")
    following = opening(state.next_opening, state.at)
    if state.next_by_appointment:
        following = _("%(hours)s, by appointment", hours=following)
    return _("Closed now. It opens: %(next)s.", next=following)


def hour(moment: datetime) -> str:
    """Return a closing time as written before „óráig” or "Uhr": 19, 12.30; in English 19:00."""
    there = clock.local(moment)
    if there.minute:
        return i18n.time_of_day(moment)
    return i18n.page_language().times.full_hour.format(hour=there.hour or LAST_HOUR)


def opening(moment: datetime, now: datetime) -> str:
    """Return an opening time: weekday and time (kedd 16.00), or the date and time when it is far off."""
    time = i18n.page_language().times.opening.format(time=i18n.time_of_day(moment))
    there = clock.local(moment).date()
    ahead = (there - clock.local(now).date()).days
    if ahead <= NEAR_DAYS:
        return f"{weekday(there.weekday())} {time}"
    return f"{i18n.date_long(moment) if ahead > FAR_DAYS else i18n.date_day(moment)}, {time}"


def weekday(number: int) -> Text:
    """Return a weekday's full name; Monday is 0."""
    names = content.load("hours.yaml")["weekday_names"]
    here = i18n.page_language()
    if not {*here.chain[:-1], here.base} & set(names):
        # The town's list is older than this language: a weekday is a word of the language, not of the town.
        return Text(get_day_names(locale=here.locale)[number], here.tag)
    return localized({language: days[WEEKDAYS[number]] for language, days in names.items()})


def windows(given: Sequence[Window]) -> str:
    """Return a day's windows as text: 7.00–8.00 és 16.00–19.00; says when closed or by appointment only."""
    if not given:
        return _("closed")
    booked = all(window.by_appointment for window in given)
    said = format_list([_span(window, marked=not booked) for window in given], locale=i18n.page_language().locale)
    return _("%(hours)s, by appointment", hours=said) if booked else said


def reason(given: Reason | None) -> Text:
    """Return why a day has other hours; empty for an ordinary day."""
    if given and given.other:
        other = i18n.date_day(given.other)
        text = (
            _("Rest day; we work on %(date)s instead", date=other)
            if given.kind is DayKind.REST_DAY
            else _("Working day instead of %(date)s", date=other)
        )
        return Text(text, i18n.lang())
    return localized(given.names if given else None)


def channel_name(channel: str) -> str:
    """Return a channel's label; channels that only the town has keep the name in its content."""
    return str(CHANNELS.get(channel, channel))


def channel_names(channels: Sequence[str]) -> str:
    """Return the labels of channels as a list: csevegés, videóhívás és telefon."""
    return format_list([channel_name(name) for name in channels], locale=i18n.page_language().locale)


def outside(channel: str, rule: str) -> str:
    """Return what happens when `channel` is used outside its hours; empty for an unknown `rule`."""
    if rule not in OUTSIDE:
        return ""
    return _("%(channel)s: %(custom)s", channel=channel_name(channel), custom=OUTSIDE[rule])


def _span(window: Window, *, marked: bool) -> str:
    span = f"{i18n.time_of_day(window.opens)}–{_closing_time(window)}"
    return _("%(hours)s (by appointment)", hours=span) if marked and window.by_appointment else span


def _closing_time(window: Window) -> str:
    # Closing at midnight is written 24.00, not 0.00.
    text = i18n.time_of_day(window.closes)
    return text.replace("0", "24", 1) if clock.local(window.closes).date() > clock.local(window.opens).date() else text


def _lower_first(name: Text) -> str:
    # Within a sentence Hungarian writes holidays with a small letter: húsvétvasárnap.
    return name[:1].lower() + name[1:] if languages.get(name.lang).lower_case_holidays else name


def _fill(texts: Mapping[str, Any], **values: str) -> Text:
    text = localized(texts)
    return Text(text.format(**values), text.lang)
