import pytest

from app.guard import check_digits

RIGHT = {
    "taj": ["981203458", "98 742 1926"],
    "tax": ["8987654338", "8973104578"],
    "bank": ["99900126-00034567-89012344", "9990045600987655"],
    "iban": ["HU63 9990 0786 0001 1122 2333 4448", "DE89370400440532013000"],
    "personal": ["1-580312-1236", "3 970101 0019"],
}


@pytest.mark.parametrize("kind", ["taj", "tax", "bank", "iban", "personal"])
def test_numbers_with_right_check_digits_are_taken_as_such(kind):
    assert all(check_digits.CHECKS[kind](number) for number in RIGHT[kind])


@pytest.mark.parametrize("kind", ["taj", "tax", "bank", "iban"])
def test_one_mistyped_digit_is_noticed(kind):
    for number in RIGHT[kind]:
        last = str((int(number[-1]) + 1) % 10)
        assert not check_digits.CHECKS[kind](number[:-1] + last)


def test_a_tax_number_begins_with_eight_and_never_has_the_remainder_ten():
    assert not check_digits.tax("1234567892")
    remainder_ten = next(
        stem for stem in map(str, range(890000000, 890000200))
        if sum(int(digit) * place for place, digit in enumerate(stem, start=1)) % 11 == 10
    )  # fmt: skip
    assert not any(check_digits.tax(f"{remainder_ten}{last}") for last in range(10))


@pytest.mark.parametrize(("written", "day"), [("24/11/2026", True), ("03-10-2026", True), ("1234/5/2026", False)])
def test_a_day_written_with_strokes_is_no_case_number(written, day):
    assert check_digits.no_date(written) is not day
