"""Decides how a visit looks in the citizen's own calendar."""

from __future__ import annotations

from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event

from app.appointments.models import Booking
from app.contacts.keys import spoken
from app.core import clock
from app.core.i18n import gettext as _
from app.core.i18n import localized
from app.locations.queries import Location


def calendar_file(booking: Booking, place: Location, change_at: str) -> bytes:
    """Return an iCalendar file. It names the code, never the secret: calendars are often shared."""
    event = Event()
    event.add("uid", f"{booking.code}@segit-a-hivatal")
    event.add("dtstamp", clock.now())
    # In UTC, so that the file needs no time zone table and is right on both clock changes.
    event.add("dtstart", booking.starts_at.astimezone(UTC))
    event.add("dtend", booking.ends_at.astimezone(UTC))
    event.add("summary", _("Visit at the town hall's assistance point: %(place)s", place=place.short_name))
    event.add("location", f"{place.name}, {place.address}")
    lines = [
        localized(place.service_label(booking.service)),
        _("Code: %(code)s", code=spoken(booking.code)),
        _("Move or cancel: %(address)s", address=change_at),
        localized(place.data["directions"]["text"]),
    ]
    event.add("description", "\n".join(lines))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Your visit is tomorrow."))
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Segit a hivatal//idopont//HU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
