"""Decides which e-mail address or telephone number a citizen means: the only rule for both in the whole service."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from app.core import content
from app.gateways import mail

HOME = "HU"
HOME_CODE = 36
TRUNK_PREFIX = "06"
LONGEST_PHONE = 40
PRINTED_LOCAL_PART = re.compile(r'[^\s@<>"(),:;\\]{1,64}')
# +36 (0)30 …: the trunk zero that is dialled only at home.
OPTIONAL_ZERO = re.compile(r"\(\s*0\s*\)")
# A number of the town itself, without area code: 880-440.
LOCAL_NUMBER = re.compile(r"[1-9]\d{5}")


def email(written: str) -> str | None:
    """Return the e-mail address that was meant, its domain as mail servers write it; None when it cannot be one."""
    return mail.address(written)


def printed_email(written: str) -> str | None:
    """Return an address as it is printed on a form; None when it cannot be one.

    A person reads it there, so it may have letters before the @ that the service itself could not send to.
    """
    compact = written.replace(" ", "")
    local, _at, domain = compact.rpartition("@")
    readable = PRINTED_LOCAL_PART.fullmatch(local) and mail.address(f"a@{domain}")
    return compact if readable else None


def phone(written: str) -> str | None:
    """Return a telephone number as +36…, however it was written; None when there is none.

    A number without a country is Hungarian, one of six digits without an area code is the town's own.
    """
    text = OPTIONAL_ZERO.sub(" ", written[:LONGEST_PHONE])
    digits = re.sub(r"[\s./()-]", "", text)
    if LOCAL_NUMBER.fullmatch(digits):
        text = f"{TRUNK_PREFIX} {_area_code()} {digits}"
    try:
        number = phonenumbers.parse(text, HOME)
    except NumberParseException:
        return None
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164)) if _dialled(number) else None


def _dialled(number: phonenumbers.PhoneNumber) -> bool:
    # An extension cannot be dialled from outside, and would be lost.
    return phonenumbers.is_valid_number(number) and not number.extension


def _area_code() -> str:
    return str(content.site()["municipality"]["telephone_area_code"])


def spoken_phone(number: str) -> str:
    """Write a stored number as people read it."""
    return str(phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.INTERNATIONAL))


def dialled_phone(number: str) -> str:
    """Write a stored number as it is dialled in Hungary, without brackets: 06 30 123 4567, or +49 30 901820."""
    parsed = phonenumbers.parse(number)
    form = PhoneNumberFormat.NATIONAL if parsed.country_code == HOME_CODE else PhoneNumberFormat.INTERNATIONAL
    return re.sub(r"[()]", "", str(phonenumbers.format_number(parsed, form)))


def takes_texts(number: str) -> bool:
    """Say whether a text message can reach a stored number."""
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
