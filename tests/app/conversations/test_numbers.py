import pytest

from app.conversations import numbers


@pytest.mark.parametrize(
    "written", ["06 30 123 4567", "+36301234567", "30/123-4567", "0036 30 1234567", "(06-30) 123 45 67"]
)
def test_a_hungarian_number_is_understood_however_it_is_written(written):
    assert numbers.parse(written) == "+36301234567"


@pytest.mark.parametrize("written", ["+49 30 901820", "+43 1 4000"])
def test_a_foreign_number_says_its_country(written):
    assert numbers.parse(written).startswith(written[:3])


@pytest.mark.parametrize("written", ["", "12", "nincs", "06 30 123", "0630123456789", "+", "\x00", "1" * 500, "107"])
def test_what_cannot_be_called_is_no_number(written):
    assert numbers.parse(written) is None


def test_only_mobile_numbers_take_texts():
    assert numbers.takes_texts("+36301234567")
    assert not numbers.takes_texts("+3623880440")


def test_a_number_is_shown_as_people_read_it():
    assert numbers.shown("+36301234567") == "+36 30 123 4567"
