"""Decides what a name and a contact may be. All of it is optional: a code is enough."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

from app.guard import rules

NAME_MAX = 100
EMAIL_MAX = 254
EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]+@[^\s@<>\"(),:;\[\]\\.]+(\.[^\s@<>\"(),:;\[\]\\.]+)+")


@dataclass(frozen=True)
class Contact:
    """Who comes, as far as they wish to say: the phone number in international form, or empty."""

    name: str = ""
    phone: str = ""
    email: str = ""


def read(name: str, phone: str, email: str) -> tuple[Contact, set[str]]:
    """Tidy what was given. The second part names the fields that cannot be so."""
    name, phone, email = (plain(text) for text in (name, phone, email))
    wrong = set()
    if len(name) > NAME_MAX or rules.stops(name):
        wrong.add("name")
    number = _phone(phone)
    if number is None:
        wrong.add("phone")
    if email and (len(email) > EMAIL_MAX or not EMAIL.fullmatch(email)):
        wrong.add("email")
    return Contact(name, number or "", email), wrong


def plain(text: str) -> str:
    """Return one line without control and direction-changing characters; a letter's own accents stay."""
    kept = "".join(mark for mark in text if unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return " ".join(kept.split())


def _phone(text: str) -> str | None:
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "HU")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
