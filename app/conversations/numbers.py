"""Decides which telephone number a citizen means."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

HOME = "HU"


def parse(written: str) -> str | None:
    """Return the number as +36… however it was written, Hungarian unless it says a country; None when there is none."""
    try:
        number = phonenumbers.parse(written[:40], HOME)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def shown(number: str) -> str:
    """Write a stored number as people read it."""
    return str(phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.INTERNATIONAL))


def takes_texts(number: str) -> bool:
    """Say whether a text message can reach the number."""
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    mobile = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
    return kind in mobile
