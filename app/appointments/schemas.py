"""What the room takes and answers on the public interface."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from flask import url_for
from pydantic import BeforeValidator, Field, InstanceOf, ValidationInfo, WithJsonSchema, field_validator

from app.appointments import queries, visitor
from app.appointments.forms import read_moment
from app.contacts.needs import VISIT_NEEDS
from app.core.problems import Problem
from app.core.schemas import Address, Answer, Body, Language, Moment, OneOf, Query
from app.locations.queries import Location


def _start(given: object) -> datetime:
    moment = read_moment(given)
    if moment is None:
        raise ValueError("must be a moment in ISO 8601 with an offset")
    return moment


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise ValueError("must be a date in ISO 8601") from None


def _needs(given: str) -> list[str]:
    needs = [need for need in given.split(",") if need]
    if set(needs) - set(VISIT_NEEDS):
        raise ValueError(f"must be needs separated by commas, of {', '.join(VISIT_NEEDS)}")
    return needs


def _place(given: object) -> Location | None:
    place = queries.bookable_place(given) if isinstance(given, str) else None
    if place is None:
        raise ValueError("must be a place that takes bookings")
    return place


Place = Annotated[InstanceOf[Location], BeforeValidator(_place), WithJsonSchema({"type": "string"})]
Need = Annotated[str, OneOf(tuple(VISIT_NEEDS))]
Start = Annotated[datetime, BeforeValidator(_start), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date | None, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
NeedList = Annotated[list[str], BeforeValidator(_needs), WithJsonSchema({"type": "string"})]

VISITOR = {
    "name": f"must be a name of at most {visitor.NAME_MAX} characters, without a number of a person, a paper or a case",
    "phone": "must be a telephone number",
    "email": "must be an e-mail address",
}


class SlotsQuestion(Query):
    """Which free times are asked for."""

    service: str = Field("", description="One of the place's services")
    first: Day = Field(None, alias="from", description="First day; today when left out")
    last: Day = Field(None, alias="to", description="Last day; as far as one can book when left out")
    needs: NeedList = Field(default_factory=list, description="Needs, separated by commas; they decide length and desk")


class Slot(Answer):
    """A free time."""

    start: Moment
    end: Moment


class Slots(Answer):
    """Free slots in order."""

    location: str
    slots: list[Slot]


class AppointmentWish(Body):
    """A visit to book. Name, telephone number and e-mail address are for those who want to give them."""

    location: Place
    start: Annotated[Start, Field(description="The beginning of a free slot, with an offset")]
    service: Annotated[str, Field(description="One of the place's services")]
    name: Annotated[str, Field(max_length=visitor.NAME_MAX)] | None = None
    phone: str | None = None
    email: str | None = None
    needs: list[Need] = []
    language: Language = "hu"

    @field_validator("service")
    @classmethod
    def is_offered(cls, service: str, others: ValidationInfo) -> str:
        """Return the service; raise ValueError when the location does not offer it."""
        place = others.data.get("location")
        if place and service not in list(queries.bookable_services(place)):
            raise ValueError("must be a service of the location")
        return service

    @field_validator("name", "phone", "email")
    @classmethod
    def is_usable(cls, given: str | None, about: ValidationInfo) -> str:
        """Return what the visitor gave, tidied; raise ValueError when it cannot be used."""
        name = str(about.field_name)
        read, wrong = visitor.read(**{"name": "", "phone": "", "email": "", name: given or ""})
        if wrong:
            raise ValueError(VISITOR[name])
        return str(getattr(read, name))

    @field_validator("needs")
    @classmethod
    def in_order(cls, given: list[str]) -> list[str]:
        """Return the needs in their own order, each once."""
        return [need for need in VISIT_NEEDS if need in given]


class NewTime(Body):
    """Another time for a visit."""

    start: Start


class Appointment(Answer):
    """The visit."""

    code: str
    state: Literal["booked", "cancelled"]
    start: Moment
    end: Moment
    location: str
    desk: int
    service: str
    needs: list[Need]
    language: Language
    name: str
    phone: str
    email: str


class NewAppointment(Appointment):
    """Booked."""

    secret: str = Field(description="Told once; only its hash is stored")

    def headers(self) -> Mapping[str, str]:
        """Say where the visit can be read."""
        return {"Location": url_for("appointments_api.read", code=self.code)}


class SlotTaken(Problem):
    """Somebody was faster; `slots` is the address of the free times."""

    slots: Address
