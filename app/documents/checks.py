"""Validates and normalizes single answers; accepts the many ways in which people type them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from app.contacts import address
from app.core import clock
from app.core.i18n import gettext as _
from app.documents.definition import Field

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_DIGITS = 12
TAJ_DIGITS, TAX_NUMBER_DIGITS, TAX_ID_DIGITS = 9, 11, 10
UNSEEN = "\ufffd"
BROKEN = frozenset({"Cc", "Cs", "Co", "Cn"})
UNITS = re.compile(r"(,-|\s*(ft|huf|forint|fő|db|darab|kg|cm|m|m2|m²|nm))*\.?$", re.IGNORECASE)
THOUSANDS = re.compile(r"[0-9]{1,3}([. ][0-9]{3})+")
DECIMAL = re.compile(r"[0-9]+[.,][0-9]{1,3}")
DATE_IN_ONE = re.compile(r"([0-9]{4})[\s.\-/]+([^\W_]+)[\s.\-/]+([0-9]{1,2})\.?")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "január", "january", "januar", "jänner"),
            ("feb", "február", "february", "februar"),
            ("már", "márc", "március", "mar", "march", "märz", "mär"),
            ("ápr", "április", "apr", "april"),
            ("máj", "május", "may", "mai"),
            ("jún", "június", "jun", "june", "juni"),
            ("júl", "július", "jul", "july", "juli"),
            ("aug", "augusztus", "august"),
            ("szept", "szeptember", "sep", "sept", "september"),
            ("okt", "október", "oct", "october", "oktober"),
            ("nov", "november"),
            ("dec", "december", "dez", "dezember"),
        ),
        1,
    )
    for name in names
}


class InvalidAnswerError(ValueError):
    """An answer is invalid; the message tells the citizen why. `part` is the wrong part of a date."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


def tidy(raw: str, lines: bool = False) -> str:
    """Normalize typed text: composed letters, plain spaces, `\\n` for new lines (a space unless `lines`).

    Invisible formatting characters are removed. Control characters become U+FFFD, which is visible and refused later.
    """
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    letters = (_tidy_letter(letter) for letter in text)
    text = "".join(letters)
    if not lines:
        text = " ".join(text.split())
    return text.strip()


def _tidy_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter == "\n":
        return letter
    if category == "Cf":
        return ""
    if category.startswith("Z"):
        return " "
    return visible(letter)


def visible(text: str) -> str:
    """Replace control characters and unassigned codes by U+FFFD; they would break a page's markup or a file."""
    return "".join(UNSEEN if unicodedata.category(sign) in BROKEN and sign not in "\n\r\t" else sign for sign in text)


def check(field: Field, text: str) -> str:
    """Return the non-empty `text` as it is printed on the form. Raise `InvalidAnswerError` when it is not valid."""
    limit, count = field.max_length, len(text)
    if count > limit:
        raise InvalidAnswerError(_("use at most %(limit)s characters; you typed %(count)s", limit=limit, count=count))
    return CHECKS.get(field.type, _as_typed)(field, text)


def check_date(field: Field, parts: Mapping[str, str]) -> date:
    """Return the date of the typed year, month and day. Raise `InvalidAnswerError` that names the wrong part."""
    year, month, day = (parts[name].strip(" .") for name in ("year", "month", "day"))
    if not month and not day and (whole := DATE_IN_ONE.fullmatch(year)):
        year, month, day = whole.groups()
    if not re.fullmatch(r"[0-9]{4}", year):
        raise InvalidAnswerError(_("type the year with four digits, for example 1958"), "year")
    number = MONTHS.get(month.casefold()) or (int(month) if re.fullmatch(r"[0-9]{1,2}", month) else 0)
    if not 1 <= number <= 12:  # noqa: PLR2004 - months
        raise InvalidAnswerError(_("type the month as a number from 1 to 12"), "month")
    if not re.fullmatch(r"[0-9]{1,2}", day):
        raise InvalidAnswerError(_("type the day as a number from 1 to 31"), "day")
    return _existing(field, int(year), number, int(day))


def _existing(field: Field, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise InvalidAnswerError(_("there is no such day in the calendar"), "day") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidAnswerError(
            _("the year must be between %(first)s and %(last)s", first=FIRST_YEAR, last=LAST_YEAR), "year"
        )
    if field.autocomplete == "bday" and found > clock.today():
        raise InvalidAnswerError(_("a date of birth cannot be in the future"), "year")
    return found


def _as_typed(_field: Field, text: str) -> str:
    return text


def _address(_field: Field, text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.split("\n") if line.strip(" ,"))


def _email(_field: Field, text: str) -> str:
    found = address.printed_email(text)
    if found is None:
        raise InvalidAnswerError(_("type an e-mail address like minta.anna@pelda.hu"))
    return found


def _phone(_field: Field, text: str) -> str:
    if not re.search(r"\d", text):
        raise InvalidAnswerError(_("type a phone number like 06 20 123 4567"))
    number = address.phone(text)
    if number is None:
        raise InvalidAnswerError(
            _("this phone number is too short, too long or does not exist; an example: 06 20 123 4567")
        )
    return address.dialled_phone(number)


def _digits(text: str) -> str:
    compact = re.sub(r"[\s.\-/]", "", text)
    if not re.fullmatch(r"[0-9]+", compact):
        raise InvalidAnswerError(_("use digits only"))
    return compact


def _taj(_field: Field, text: str) -> str:
    digits = _digits(text)
    if len(digits) != TAJ_DIGITS:
        raise InvalidAnswerError(_("a TAJ number has 9 digits; you typed %(count)s", count=len(digits)))
    total = sum(int(digit) * (7 if place % 2 else 3) for place, digit in enumerate(digits[:-1]))
    if total % 10 != int(digits[-1]):
        raise InvalidAnswerError(_("this is not a TAJ number; please compare it with your card, digit by digit"))
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def _tax_id(_field: Field, text: str) -> str:
    """An organisation's tax number (8-1-2 digits), or a person's tax identifier (10 digits, the first an 8)."""
    digits = _digits(text)
    if len(digits) == TAX_NUMBER_DIGITS:
        total = sum(int(digit) * weight for digit, weight in zip(digits, (9, 7, 3, 1, 9, 7, 3), strict=False))
        if (10 - total % 10) % 10 == int(digits[7]):
            return f"{digits[:8]}-{digits[8]}-{digits[9:]}"
    elif len(digits) == TAX_ID_DIGITS:
        total = sum(int(digit) * place for place, digit in enumerate(digits[:-1], 1))
        if digits[0] == "8" and total % 11 == int(digits[-1]):
            return digits
    else:
        raise InvalidAnswerError(_("a tax number has 11 digits; you typed %(count)s", count=len(digits)))
    raise InvalidAnswerError(_("this is not a tax number; please compare it with your paper, digit by digit"))


def _number(field: Field, text: str) -> str:
    bare = UNITS.sub("", text)
    if THOUSANDS.fullmatch(bare):
        bare = re.sub(r"[. ]", "", bare)
    decimals = field.unit or (field.minimum is None and field.maximum is None)
    if decimals and DECIMAL.fullmatch(bare):
        written, value = bare.replace(".", ","), float(bare.replace(",", "."))
    elif re.fullmatch(r"[0-9]+", bare) and len(bare) <= MOST_DIGITS:
        value = int(bare)
        written = f"{value:,}".replace(",", " ")
    else:
        raise InvalidAnswerError(_("type a number with digits, for example 3"))
    if field.minimum is not None and value < field.minimum:
        raise InvalidAnswerError(_("the number must be at least %(least)s", least=field.minimum))
    if field.maximum is not None and value > field.maximum:
        raise InvalidAnswerError(_("the number must be at most %(most)s", most=field.maximum))
    return written


def _money(_field: Field, text: str) -> str:
    bare = re.sub(r"[,.]00$", "", UNITS.sub("", text))
    if THOUSANDS.fullmatch(bare):
        bare = re.sub(r"[. ]", "", bare)
    if not re.fullmatch(r"[0-9]+", bare) or len(bare) > MOST_DIGITS:
        raise InvalidAnswerError(_("type the sum in whole forints, with digits, for example 142 500"))
    return f"{int(bare):,}".replace(",", " ")


CHECKS: Mapping[str, Callable[[Field, str], str]] = {
    "address": _address,
    "email": _email,
    "phone": _phone,
    "taj": _taj,
    "tax-id": _tax_id,
    "number": _number,
    "money": _money,
}
