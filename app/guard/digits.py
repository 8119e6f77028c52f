"""Decides by check digits whether a number can be what it looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

TAJ_WEIGHTS = (3, 7)
BANK_WEIGHTS = (9, 7, 3, 1)


def _digits(written: str) -> list[int]:
    return [int(digit) for digit in re.sub(r"\D", "", written)]


def _weighed(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weights[at % len(weights)] for at, digit in enumerate(digits))


def taj(written: str) -> bool:
    """Nine digits: the first eight × 3, 7, 3, 7 …, modulo 10, are the ninth."""
    *first, last = _digits(written)
    return _weighed(first, TAJ_WEIGHTS) % 10 == last


def tax(written: str) -> bool:
    """Ten digits, the first is 8: the first nine × their place, modulo 11, are the tenth."""
    *first, last = _digits(written)
    return first[0] == 8 and sum(digit * place for place, digit in enumerate(first, start=1)) % 11 == last  # noqa: PLR2004


def bank(written: str) -> bool:
    """Account numbers: × 9, 7, 3, 1 …, modulo 10, are 0: of the first eight digits, and of the rest."""
    digits = _digits(written)
    return _weighed(digits[:8], BANK_WEIGHTS) % 10 == 0 and _weighed(digits[8:], BANK_WEIGHTS) % 10 == 0


def iban(written: str) -> bool:
    """ISO 13616: the first four signs put last and letters counted from 10, modulo 97, are 1."""
    signs = re.sub(r"[^A-Z0-9]", "", written.upper())
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def personal(written: str) -> bool:
    """Eleven digits: × their place, or × their place from behind for who was born before 1997, modulo 11."""
    *first, last = _digits(written)
    forth = sum(digit * place for place, digit in enumerate(first, start=1)) % 11
    back = sum(digit * (10 - place) for place, digit in enumerate(first)) % 11
    return last in (forth, back)


def no_date(written: str) -> bool:
    """Three numbers with one kind of separator may be a day written 24/11/2026."""
    found = re.fullmatch(r"(\d{1,2})([/-])(\d{1,2})\2\d{4}\.?", written)
    return not found or max(int(found[1]), int(found[3])) > 31  # noqa: PLR2004


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "taj": taj, "tax": tax, "bank": bank, "iban": iban, "personal": personal, "no-date": no_date,
    "any": lambda _written: True,
}  # fmt: skip
