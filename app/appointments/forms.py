"""The booking as far as it has been filled in, question by question.

It lives in the signed session cookie under an id of its own, which stands in the addresses: so the back button, a
reload, two tabs and a browser without JavaScript work, and nothing about the person, neither name nor needs, ever
stands in an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from flask import session
from werkzeug.datastructures import MultiDict

from app.appointments import queries, visitor
from app.appointments.visitor import Visitor
from app.contacts import needs
from app.core import clock
from app.core.clock import iso
from app.core.i18n import lazy as _l
from app.core.security import new_token, short_code
from app.locations.queries import Location

DRAFTS = "booking_drafts"
# Where version 0.2.0 kept the codes and passwords of visits.
LEGACY_VISITS = "visits"
# A cookie holds four kilobytes; three bookings at once are more than anyone needs.
KEPT = 3
DRAFT_HOURS = 4

VISITOR_ERRORS = {
    "name": _l("Write only the name, in at most 100 characters: no number of a person, a paper or a case."),
    "phone": _l("This is not a phone number. Write it like this: 06 30 123 4567, or leave it empty."),
    "email": _l("This is not an e-mail address. Write it like this: name@example.hu, or leave it empty."),
}


@dataclass
class BookingDraft:
    """An unfinished booking. `once` is the one-time token that makes a repeated last step harmless."""

    id: str
    once: str
    began: float
    place: str = ""
    service: str = ""
    needs: list[str] | None = None
    start: str = ""
    visitor: list[str] | None = None
    contact: str = ""

    @property
    def location(self) -> Location | None:
        """The chosen place."""
        return queries.bookable_place(self.place)

    @property
    def moment(self) -> datetime | None:
        """The chosen time."""
        return read_moment(self.start)

    @property
    def who(self) -> Visitor:
        """Who comes, as far as they said."""
        return Visitor(*self.visitor) if self.visitor else Visitor()

    def next_step(self) -> str:
        """Return the endpoint of the first question without an answer."""
        for answer, endpoint in (
            (self.location, "start"),
            (self.service, "services"),
            (self.needs is not None, "needs"),
            (self.moment, "times"),
            (self.visitor is not None, "contact"),
        ):
            if not answer:
                return f"appointments.{endpoint}"
        return "appointments.check"


def new_draft(place: str, service: str, contact: str = "") -> BookingDraft:
    """Begin a booking; `contact` is the public id of a contact that it goes on with."""
    draft = BookingDraft(short_code("aaaaaaaa"), new_token(), clock.now().timestamp(), place, service, contact=contact)
    keep_draft(draft)
    return draft


def find_draft(draft_id: str) -> BookingDraft | None:
    """Return the unfinished booking of this browser, or None when there is none, or it is too old."""
    found = session.get(DRAFTS, {}).get(draft_id)
    if found is None or clock.now().timestamp() - found["began"] > DRAFT_HOURS * 3600:
        return None
    try:
        return BookingDraft(**found)
    except TypeError:  # kept by another version, with other answers
        drop_draft(draft_id)
        return None


def keep_draft(draft: BookingDraft) -> None:
    """Remember what was filled in; the oldest unfinished booking gives way."""
    drafts = {**session.get(DRAFTS, {}), draft.id: asdict(draft)}
    newest = sorted(drafts.values(), key=lambda entry: entry["began"])[-KEPT:]
    session[DRAFTS] = {entry["id"]: entry for entry in newest}


def drop_draft(draft_id: str) -> None:
    """Forget an unfinished booking."""
    session[DRAFTS] = {key: entry for key, entry in session.get(DRAFTS, {}).items() if key != draft_id}


def legacy_secret(code: str) -> str:
    """Return the password of a visit that version 0.2.0 left in this browser; empty when there is none."""
    return str(cast(Mapping[str, str], session.get(LEGACY_VISITS, {})).get(code, ""))


def forget_legacy(code: str) -> None:
    """Drop what version 0.2.0 left of a visit."""
    if kept := session.get(LEGACY_VISITS):
        session[LEGACY_VISITS] = {key: secret for key, secret in kept.items() if key != code}


def read_moment(given: Any) -> datetime | None:
    """Read the beginning of a slot, in ISO 8601 with an offset; None when it is none."""
    try:
        moment = datetime.fromisoformat(given)
        return moment.astimezone(clock.BUDAPEST) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


def read_needs(given: MultiDict[str, str]) -> list[str]:
    """Return the ticked needs in their own order; unknown ones are left out."""
    return needs.known(given.getlist("needs"), needs.VISIT_NEEDS)


def read_visitor(given: MultiDict[str, str]) -> tuple[Visitor, dict[str, Any]]:
    """Return the tidied answers, and the sentence for every field that is wrong."""
    read, wrong = visitor.read(*(given.get(name, "") for name in ("name", "phone", "email")))
    return read, {name: VISITOR_ERRORS[name] for name in ("name", "phone", "email") if name in wrong}


def same_moment(text: str, moment: datetime) -> bool:
    """Say whether a kept answer is that time."""
    kept = read_moment(text)
    return kept is not None and iso(kept) == iso(moment)
