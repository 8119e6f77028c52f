"""Bookings, and the pieces of time that they occupy. The unique pieces are the rule against double booking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

BOOKED = "booked"
CANCELLED = "cancelled"


class Booking(Base):
    """One visit. A cancelled one stays, without name and contact, so that its code still gets an answer."""

    __tablename__ = "booking"
    __table_args__ = (Index("ix_booking_location_starts_at", "location", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    request_key: Mapped[str] = mapped_column(String(64), unique=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(80))
    desk: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    service: Mapped[str] = mapped_column(String(80))
    needs: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    # The reference of the conversation that the visit goes on with.
    about: Mapped[str] = mapped_column(String(12), server_default="", default="")
    state: Mapped[str] = mapped_column(String(12), default=BOOKED)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BookingSlot(Base):
    """Five minutes of one desk. Its primary key lets nobody else have them, however long either booking is."""

    __tablename__ = "booking_slot"

    location: Mapped[str] = mapped_column(String(80), primary_key=True)
    desk: Mapped[int] = mapped_column(primary_key=True)
    start_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
