"""Whether one typed answer will do, and how it is written down.

Tolerant of how people type, plain about what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

import phonenumbers

from app.core import clock
from app.core.i18n import gettext as _
from app.documents.definition import Field

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_DIGITS = 12
TAJ_DIGITS, TAX_NUMBER_DIGITS, TAX_ID_DIGITS = 9, 11, 10
EMAIL = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[^\s@<>\"(),:;\\]+\.[^\W\d_]{2,}")
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


class UnfitError(ValueError):
    """An answer will not do; the message tells the citizen why. `part` is the part of a date at fault."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


def tidy(raw: str, lines: bool = False) -> str:
    """Bring typed text into one form: composed letters, plain spaces, `\\n` for new lines (a space unless `lines`).

    Invisible formatting signs are left out; a control sign becomes U+FFFD, which is seen and then refused.
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
    """Show control signs, and codes that are no letters, as U+FFFD: they would break a page's markup or a file."""
    return "".join(UNSEEN if unicodedata.category(sign) in BROKEN and sign not in "\n\r\t" else sign for sign in text)


def check(field: Field, text: str) -> str:
    """Return the tidied, non-empty `text` as it is to stand on the form. Raise `UnfitError` when it will not do."""
    limit, count = field.max_length, len(text)
    if count > limit:
        raise UnfitError(_("use at most %(limit)s characters; you typed %(count)s", limit=limit, count=count))
    return CHECKS.get(field.type, _as_typed)(field, text)


def check_date(field: Field, parts: Mapping[str, str]) -> date:
    """Return the day that year, month and day name. Raise `UnfitError`, naming the part at fault."""
    year, month, day = (parts[name].strip(" .") for name in ("year", "month", "day"))
    if not month and not day and (whole := DATE_IN_ONE.fullmatch(year)):
        year, month, day = whole.groups()
    if not re.fullmatch(r"[0-9]{4}", year):
        raise UnfitError(_("type the year with four digits, for example 1958"), "year")
    number = MONTHS.get(month.casefold()) or (int(month) if re.fullmatch(r"[0-9]{1,2}", month) else 0)
    if not 1 <= number <= 12:  # noqa: PLR2004 - months
        raise UnfitError(_("type the month as a number from 1 to 12"), "month")
    if not re.fullmatch(r"[0-9]{1,2}", day):
        raise UnfitError(_("type the day as a number from 1 to 31"), "day")
    return _existing(field, int(year), number, int(day))


def _existing(field: Field, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise UnfitError(_("there is no such day in the calendar"), "day") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnfitError(_("the year must be between %(first)s and %(last)s", first=FIRST_YEAR, last=LAST_YEAR), "year")
    if field.autocomplete == "bday" and found > clock.today():
        raise UnfitError(_("a date of birth cannot be in the future"), "year")
    return found


def _as_typed(_field: Field, text: str) -> str:
    return text


def _address(_field: Field, text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.split("\n") if line.strip(" ,"))


def _email(_field: Field, text: str) -> str:
    compact = text.replace(" ", "")
    if not EMAIL.fullmatch(compact):
        raise UnfitError(_("type an e-mail address like minta.anna@pelda.hu"))
    return compact


def _phone(_field: Field, text: str) -> str:
    try:
        number = phonenumbers.parse(text, "HU")
    except phonenumbers.NumberParseException:
        raise UnfitError(_("type a phone number like 06 20 123 4567")) from None
    if not phonenumbers.is_valid_number(number):
        raise UnfitError(_("this phone number is too short, too long or does not exist; an example: 06 20 123 4567"))
    home = number.country_code == 36  # noqa: PLR2004 - Hungary
    form = phonenumbers.PhoneNumberFormat
    return re.sub(r"[()]", "", phonenumbers.format_number(number, form.NATIONAL if home else form.INTERNATIONAL))


def _digits(text: str) -> str:
    compact = re.sub(r"[\s.\-/]", "", text)
    if not re.fullmatch(r"[0-9]+", compact):
        raise UnfitError(_("use digits only"))
    return compact


def _taj(_field: Field, text: str) -> str:
    digits = _digits(text)
    if len(digits) != TAJ_DIGITS:
        raise UnfitError(_("a TAJ number has 9 digits; you typed %(count)s", count=len(digits)))
    total = sum(int(digit) * (7 if place % 2 else 3) for place, digit in enumerate(digits[:-1]))
    if total % 10 != int(digits[-1]):
        raise UnfitError(_("this is not a TAJ number; please compare it with your card, digit by digit"))
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
        raise UnfitError(_("a tax number has 11 digits; you typed %(count)s", count=len(digits)))
    raise UnfitError(_("this is not a tax number; please compare it with your paper, digit by digit"))


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
        raise UnfitError(_("type a number with digits, for example 3"))
    if field.minimum is not None and value < field.minimum:
        raise UnfitError(_("the number must be at least %(least)s", least=field.minimum))
    if field.maximum is not None and value > field.maximum:
        raise UnfitError(_("the number must be at most %(most)s", most=field.maximum))
    return written


def _money(_field: Field, text: str) -> str:
    bare = re.sub(r"[,.]00$", "", UNITS.sub("", text))
    if THOUSANDS.fullmatch(bare):
        bare = re.sub(r"[. ]", "", bare)
    if not re.fullmatch(r"[0-9]+", bare) or len(bare) > MOST_DIGITS:
        raise UnfitError(_("type the sum in whole forints, with digits, for example 142 500"))
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
