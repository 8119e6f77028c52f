"""Bookings, and the pieces of time that they occupy. The unique pieces are the rule against double booking."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.contacts.models import Contact
from app.core.db import Base, UtcDateTime


class BookingState(StrEnum):
    """Whether a visit is to take place."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


class Booking(Base):
    """One visit, as a part of a contact. A cancelled one stays, without a name, so that its code still gets an answer.

    `code` selects the visit and opens nothing alone: the contact's secret does. The visit that a contact begins with
    has the contact's reference for a code.
    """

    __tablename__ = "booking"
    __table_args__ = (Index("ix_booking_location_starts_at", "location", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    request_key: Mapped[str] = mapped_column(String(64), unique=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(80))
    desk: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    service: Mapped[str] = mapped_column(String(80))
    needs: Mapped[list[str]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[str] = mapped_column(String(12), default=BookingState.BOOKED)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contact: Mapped[Contact] = relationship(lazy="joined", innerjoin=True)

    @property
    def goes_on_with(self) -> str:
        """The reference of the contact that the visit came later to; empty when the contact began with it."""
        return "" if self.code == self.contact.reference else self.contact.reference


class BookingSlot(Base):
    """Five minutes of one desk. Its primary key lets nobody else have them, however long either booking is."""

    __tablename__ = "booking_slot"

    location: Mapped[str] = mapped_column(String(80), primary_key=True)
    desk: Mapped[int] = mapped_column(primary_key=True)
    start_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
