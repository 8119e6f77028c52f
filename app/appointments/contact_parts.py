"""What the room answers about contacts: their visits, as parts, as data, and how they are erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.appointments import actions, queries
from app.appointments.models import Booking, BookingState
from app.contacts.models import PartKind
from app.contacts.needs import VISIT_NEEDS
from app.core import clock, i18n
from app.core.clock import iso
from app.core.feature import ContactHooks, Page, Part
from app.core.i18n import gettext as _


def parts(contact_id: int) -> Sequence[Part]:
    """Return the visits of a contact."""
    return [_part(booking) for booking in queries.of_contact(contact_id)]


def _part(booking: Booking) -> Part:
    place = queries.bookable_place(booking.location)
    when = f"{i18n.date_day(booking.starts_at)}, {i18n.time_of_day(booking.starts_at)}"
    where = place.short_name if place else booking.location
    needs = ", ".join(str(VISIT_NEEDS[name].visit_wish) for name in booking.needs if name in VISIT_NEEDS)
    day = clock.local(booking.starts_at).date().isoformat()
    return Part(
        kind=PartKind.VISIT, id=booking.id, icon="calendar",
        title=_("Visit: %(when)s, %(where)s", when=when, where=where), state=_state(booking),
        endpoint="appointments.visit", arguments={"code": booking.code}, at=booking.created_at, code=booking.code,
        facts=[(_("Code of the visit"), booking.code), (_("Your name"), booking.name), (_("For the visit"), needs)],
        needs=booking.needs,
        staff_page=Page("appointments_staff.day", {"hely": booking.location, "nap": day}),
        kept_pages=("appointments.visit", "appointments.done"),
    )  # fmt: skip


def _state(booking: Booking) -> str:
    if booking.state == BookingState.CANCELLED:
        return _("cancelled")
    return _("booked") if queries.changeable(booking) else _("is over")


def export(contact_id: int, only: tuple[str, int] | None) -> Mapping[str, Any]:
    """Return everything stored of the visits of a contact, or of the one that `only` names."""
    own = [one for one in queries.of_contact(contact_id) if only in {None, (str(PartKind.VISIT), one.id)}]
    return {"visits": [_exported(one) for one in own]}


def _exported(booking: Booking) -> dict[str, Any]:
    return {
        "code": booking.code, "state": booking.state, "location": booking.location, "desk": booking.desk,
        "start": iso(booking.starts_at), "end": iso(booking.ends_at), "service": booking.service,
        "needs": booking.needs, "name": booking.name, "created_at": iso(booking.created_at),
        "changed_at": iso(booking.changed_at) if booking.changed_at else None,
    }  # fmt: skip


hooks = ContactHooks(
    parts=parts, erase=actions.erase_of_contact, export=export, used=queries.used,
    addresses_needed=queries.addresses_needed, find_code=queries.contact_of_code,
)  # fmt: skip
