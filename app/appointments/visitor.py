"""Decides what a visitor's name and addresses may be. All of it is optional: a code is enough."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.contacts import address
from app.guard import rules

NAME_MAX = 100


@dataclass(frozen=True)
class Visitor:
    """Who comes, as far as they wish to say: the phone number in international form, or empty."""

    name: str = ""
    phone: str = ""
    email: str = ""


def read(name: str, phone: str, email: str) -> tuple[Visitor, set[str]]:
    """Tidy what was given. The second part names the fields that cannot be so."""
    name, phone, email = (plain(text) for text in (name, phone, email))
    wrong = set()
    if len(name) > NAME_MAX or rules.stops(name):
        wrong.add("name")
    number, mailbox = phone and address.phone(phone), email and address.email(email)
    if phone and number is None:
        wrong.add("phone")
    if email and mailbox is None:
        wrong.add("email")
    return Visitor(name, number or "", mailbox or ""), wrong


def plain(text: str) -> str:
    """Return one line without control and direction-changing characters; a letter's own accents stay."""
    kept = "".join(mark for mark in text if unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return " ".join(kept.split())
