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

from app.appointments import contact, queries, slots
from app.appointments.contact import Contact
from app.core import clock
from app.core.api import iso
from app.core.i18n import lazy as _l
from app.core.security import new_token, short_code
from app.locations.queries import Location

DRAFTS = "booking_drafts"
VISITS = "visits"
FORGOTTEN = "forgotten_visit"
# A cookie holds four kilobytes; three bookings at once are more than anyone needs.
KEPT = 3
DRAFT_HOURS = 4

NEEDS = {
    slots.WHEELCHAIR: (_l("I come in a wheelchair"), _l("We give you a desk that you can reach.")),
    "sign-language": (_l("I need a sign language interpreter"), _l("We ask an interpreter to come.")),
    slots.MORE_TIME: (_l("I need more time"), _l("Your visit will be twice as long.")),
    "speech-mode": (_l("Simplified speech mode"), _l("We speak slowly, in short sentences, and show pictures.")),
    "companion": (_l("Somebody comes with me"), _l("We put out another chair.")),
}
CONTACT_ERRORS = {
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
    contact: list[str] | None = None
    about: str = ""

    @property
    def location(self) -> Location | None:
        """The chosen place."""
        return queries.bookable_place(self.place)

    @property
    def moment(self) -> datetime | None:
        """The chosen time."""
        return read_moment(self.start)

    @property
    def who(self) -> Contact:
        """Who comes, as far as they said."""
        return Contact(*self.contact) if self.contact else Contact()

    def next_step(self) -> str:
        """Return the endpoint of the first question without an answer."""
        for answer, endpoint in (
            (self.location, "start"),
            (self.service, "services"),
            (self.needs is not None, "needs"),
            (self.moment, "times"),
            (self.contact is not None, "contact"),
        ):
            if not answer:
                return f"appointments.{endpoint}"
        return "appointments.check"


def new_draft(place: str, service: str, about: str = "") -> BookingDraft:
    """Begin a booking; `about` is the reference of a conversation that it goes on with."""
    draft = BookingDraft(short_code("aaaaaaaa"), new_token(), clock.now().timestamp(), place, service, about=about)
    keep_draft(draft)
    return draft


def find_draft(draft_id: str) -> BookingDraft | None:
    """Return the unfinished booking of this browser, or None when there is none, or it is too old."""
    found = session.get(DRAFTS, {}).get(draft_id)
    if found is None or clock.now().timestamp() - found["began"] > DRAFT_HOURS * 3600:
        return None
    return BookingDraft(**found)


def keep_draft(draft: BookingDraft) -> None:
    """Remember what was filled in; the oldest unfinished booking gives way."""
    drafts = {**session.get(DRAFTS, {}), draft.id: asdict(draft)}
    newest = sorted(drafts.values(), key=lambda entry: entry["began"])[-KEPT:]
    session[DRAFTS] = {entry["id"]: entry for entry in newest}


def drop_draft(draft_id: str) -> None:
    """Forget an unfinished booking."""
    session[DRAFTS] = {key: entry for key, entry in session.get(DRAFTS, {}).items() if key != draft_id}


def remember_visit(code: str, secret: str) -> None:
    """Let this browser open the visit without asking for the secret again."""
    visits = {key: kept for key, kept in known_visits().items() if key != code}
    session[VISITS] = dict([*visits.items(), (code, secret)][-KEPT:])


def forget_visit(code: str) -> None:
    """Ask for the secret again from now on."""
    if code in known_visits():
        session[VISITS] = {key: kept for key, kept in known_visits().items() if key != code}
        session[FORGOTTEN] = code


def take_forgotten() -> str:
    """Return, once, the code of the visit that was just forgotten: the page then drops its stored copies too."""
    return str(session.pop(FORGOTTEN, ""))


def known_visits() -> Mapping[str, str]:
    """Return the codes and secrets that this browser knows."""
    return cast(Mapping[str, str], session.get(VISITS, {}))


def read_moment(given: Any) -> datetime | None:
    """Read the beginning of a slot, in ISO 8601 with an offset; None when it is none."""
    try:
        moment = datetime.fromisoformat(given)
        return moment.astimezone(clock.BUDAPEST) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


def read_needs(given: MultiDict[str, str]) -> list[str]:
    """Return the ticked needs in their own order; unknown ones are left out."""
    return [need for need in slots.NEEDS if need in given.getlist("needs")]


def read_contact(given: MultiDict[str, str]) -> tuple[Contact, dict[str, Any]]:
    """Return the tidied contact, and the sentence for every field that is wrong."""
    read, wrong = contact.read(*(given.get(name, "") for name in ("name", "phone", "email")))
    return read, {name: CONTACT_ERRORS[name] for name in ("name", "phone", "email") if name in wrong}


def same_moment(text: str, moment: datetime) -> bool:
    """Say whether a kept answer is that time."""
    kept = read_moment(text)
    return kept is not None and iso(kept) == iso(moment)
