"""Answers are taken as people type them, and refused with a reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.checks import InvalidAnswerError, check, check_date, tidy
from app.documents.definition import Field

pytestmark = pytest.mark.usefixtures("app")


def field(kind, **more):
    return Field(id="x", type=kind, label={"hu": "x"}, required=True, **more)


GOOD = [
    ("taj", "123456788", "123 456 788"),
    ("taj", "123-456-788", "123 456 788"),
    ("tax-id", "12345676-1-13", "12345676-1-13"),
    ("tax-id", "12345676113", "12345676-1-13"),
    ("tax-id", "8000000008", "8000000008"),
    ("phone", "06 20 123 4567", "06 20 123 4567"),
    ("phone", "+36 20 123-4567", "06 20 123 4567"),
    ("phone", "(06-1) 234 5678", "06 1 234 5678"),
    ("phone", "+49 30 123456", "+49 30 123456"),
    ("email", "minta.anna@pelda.hu", "minta.anna@pelda.hu"),
    ("email", " minta.anna@pelda.hu ", "minta.anna@pelda.hu"),
    ("email", "őze@árvíz.hu", "őze@árvíz.hu"),
    ("money", "142500", "142 500"),
    ("money", "142.500,- Ft", "142 500"),
    ("money", "142 500 forint", "142 500"),
    ("money", "142500,00", "142 500"),
    ("money", "0", "0"),
    ("number", "3 fő", "3"),
    ("number", "12.500", "12 500"),
    ("number", "62,5 cm", "62,5"),
    ("address", "2040 Budaörs\nMinta utca 1.", "2040 Budaörs, Minta utca 1."),
    ("text", "Győri Űrhajós Özséb", "Győri Űrhajós Özséb"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "written"), GOOD)
def test_an_answer_is_written_down_in_one_form(kind, typed, written):
    assert check(field(kind, max_length=254), tidy(typed, lines=kind == "address")) == written


BAD = [
    ("taj", "12345678", "9 számjegy"),
    ("taj", "123456789", "nem TAJ-szám"),
    ("taj", "12345678a", "csak számjegyeket"),
    ("taj", "१२३४५६७८८", "csak számjegyeket"),
    ("tax-id", "12345678-1-13", "nem adószám"),
    ("tax-id", "123", "11 számjegy"),
    ("tax-id", "9000000008", "nem adószám"),
    ("phone", "telefon", "ilyen: 06 20"),
    ("phone", "06 20 12", "túl rövid"),
    ("email", "minta.anna", "ilyen: minta"),
    ("email", "a@b", "ilyen: minta"),
    ("email", "<script>@pelda.hu", "ilyen: minta"),
    ("money", "sok", "egész forintban"),
    ("money", "-5", "egész forintban"),
    ("money", "142,50", "egész forintban"),
    ("money", "9" * 13, "egész forintban"),
    ("number", "három", "számjegyekkel"),
    ("number", "-3", "számjegyekkel"),
    ("number", "1e5", "számjegyekkel"),
]


@pytest.mark.parametrize(("kind", "typed", "reason"), BAD)
def test_an_invalid_answer_is_refused_with_a_reason(kind, typed, reason):
    with pytest.raises(InvalidAnswerError, match=reason):
        check(field(kind, max_length=254), tidy(typed))


def test_a_number_keeps_to_its_limits_and_a_counted_one_to_whole_numbers():
    counted = field("number", minimum=1, maximum=20)
    assert check(counted, "20") == "20"
    for typed, reason in (("0", "legalább 1"), ("21", "legfeljebb 20"), ("1,5", "számjegyekkel")):
        with pytest.raises(InvalidAnswerError, match=reason):
            check(counted, typed)


def test_an_answer_that_is_too_long_is_refused_and_both_lengths_are_named():
    assert check(field("text", max_length=5), "ötven")
    with pytest.raises(InvalidAnswerError, match="legfeljebb 5 karaktert írjon; Ön 6"):
        check(field("text", max_length=5), "hatvan")


DAYS = [
    ("1958", "3", "12"), ("1958.", "03.", "12."), ("1958", "március", "12"), ("1958", "MÁRC", "12"),
    ("1958", "March", "12"), ("1958. 03. 12.", "", ""), ("1958-03-12", "", ""), ("1958. március 12.", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("year", "month", "day"), DAYS)
def test_a_day_is_understood_however_it_is_typed(year, month, day):
    assert check_date(field("date"), {"year": year, "month": month, "day": day}) == date(1958, 3, 12)


WRONG_DAYS = [
    ("58", "3", "12", "year", "négy számjeggyel"), ("1958", "13", "12", "month", "1 és 12"),
    ("1958", "", "12", "month", "1 és 12"), ("1958", "3", "", "day", "1 és 31"),
    ("2025", "2", "29", "day", "nincs a naptárban"),
    ("1800", "1", "1", "year", "1900 és 2100"), ("0000", "1", "1", "day", "nincs a naptárban"),
    ("१९५८", "1", "1", "year", "négy számjeggyel"),
]  # fmt: skip


@pytest.mark.parametrize(("year", "month", "day", "part", "reason"), WRONG_DAYS)
def test_a_wrong_date_is_refused_and_its_wrong_part_named(year, month, day, part, reason):
    with pytest.raises(InvalidAnswerError, match=reason) as error:
        check_date(field("date"), {"year": year, "month": month, "day": day})
    assert error.value.part == part


def test_nobody_is_born_in_the_future():
    tomorrow = {"year": "2026", "month": "11", "day": "25"}
    assert check_date(field("date"), tomorrow) == date(2026, 11, 25)
    with pytest.raises(InvalidAnswerError, match="jövőbeli"):
        check_date(field("date", autocomplete="bday"), tomorrow)


def test_letters_are_composed_and_invisible_signs_left_out():
    assert tidy("Gyo\u030bri\u200b \u00a0U\u030brhajós\u00ad") == "Győri Űrhajós"


def test_control_signs_are_made_visible():
    assert tidy("a\x00b\x1bc") == "a\ufffdb\ufffdc"


TYPES = ["text", "textarea", "number", "money", "phone", "email", "taj", "tax-id", "address"]


@given(st.text(), st.sampled_from(TYPES))
def test_whatever_is_typed_is_either_taken_or_refused(typed, kind):
    text = tidy(typed, lines=kind in {"textarea", "address"})
    assert "\x00" not in text
    outcome = outcome_of(lambda: check(field(kind, max_length=50), text)) if text else ""
    assert isinstance(outcome, str) or str(outcome)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_typed_as_a_day_is_either_a_day_or_refused(year, month, day):
    outcome = outcome_of(lambda: check_date(field("date"), {"year": year, "month": month, "day": day}))
    assert isinstance(outcome, date) or outcome.part in {"year", "month", "day"}


def outcome_of(call):
    try:
        return call()
    except InvalidAnswerError as error:
        return error
