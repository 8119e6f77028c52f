"""Validates Hungarian identification numbers by their check digits."""

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
    """Check a social security number: nine digits, the first eight weighted 3, 7, 3, 7 …, modulo 10, give the ninth."""
    *first, last = _digits(written)
    return _weighed(first, TAJ_WEIGHTS) % 10 == last


def tax(written: str) -> bool:
    """Check a tax number: ten digits, 8 first; the first nine weighted by position, modulo 11, give the tenth."""
    *first, last = _digits(written)
    return first[0] == 8 and sum(digit * place for place, digit in enumerate(first, start=1)) % 11 == last  # noqa: PLR2004


def bank(written: str) -> bool:
    """Check an account number: the first eight digits and the rest, weighted 9, 7, 3, 1 …, are each 0 modulo 10."""
    digits = _digits(written)
    return _weighed(digits[:8], BANK_WEIGHTS) % 10 == 0 and _weighed(digits[8:], BANK_WEIGHTS) % 10 == 0


def iban(written: str) -> bool:
    """Check an IBAN (ISO 13616): with the first four characters moved to the end it is 1 modulo 97."""
    signs = re.sub(r"[^A-Z0-9]", "", written.upper())
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def personal(written: str) -> bool:
    """Check a personal number: ten digits weighted by position give the eleventh, modulo 11.

    Positions count from the end for people who were born before 1997.
    """
    *first, last = _digits(written)
    forth = sum(digit * place for place, digit in enumerate(first, start=1)) % 11
    back = sum(digit * (10 - place) for place, digit in enumerate(first)) % 11
    return last in (forth, back)


def no_date(written: str) -> bool:
    """Say whether a number with separators is not a date like 24/11/2026."""
    found = re.fullmatch(r"(\d{1,2})([/-])(\d{1,2})\2\d{4}\.?", written)
    return not found or max(int(found[1]), int(found[3])) > 31  # noqa: PLR2004


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "taj": taj, "tax": tax, "bank": bank, "iban": iban, "personal": personal, "no-date": no_date,
    "any": lambda _written: True,
}  # fmt: skip
