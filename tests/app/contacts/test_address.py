import pytest

from app.contacts import address


@pytest.mark.parametrize(
    "written", ["06 30 123 4567", "+36301234567", "30/123-4567", "0036 30 1234567", "(06-30) 123 45 67"]
)
def test_a_hungarian_number_is_understood_however_it_is_written(written):
    assert address.phone(written) == "+36301234567"


@pytest.mark.parametrize("written", ["+49 30 901820", "+43 1 4000"])
def test_a_foreign_number_says_its_country(written):
    assert address.phone(written).startswith(written[:3])


@pytest.mark.parametrize("written", ["", "12", "nincs", "06 30 123", "0630123456789", "+", "\x00", "1" * 500, "107"])
def test_what_cannot_be_called_is_no_number(written):
    assert address.phone(written) is None


def test_only_mobile_numbers_take_texts():
    assert address.takes_texts("+36301234567")
    assert not address.takes_texts("+3623880440")


def test_a_number_is_shown_as_people_read_it():
    assert address.spoken_phone("+36301234567") == "+36 30 123 4567"


@pytest.mark.parametrize("written", ["880-440", "880 440", "23/880-440", "06 23 880 440", "+36 (0)23 880 440"])
def test_a_number_of_the_town_needs_no_area_code(app, written):
    assert address.phone(written) == "+3623880440"


@pytest.mark.parametrize("written", ["+36 (0)30 123 4567", "+36(0)30/123-4567"])
def test_the_zero_that_is_dialled_only_at_home_is_understood(written):
    assert address.phone(written) == "+36301234567"


@pytest.mark.parametrize("written", ["880-44", "080-440", "880-440 mellék 12", "06 23 880 440 ext. 5"])
def test_a_number_that_could_not_be_dialled_from_outside_is_refused(app, written):
    assert address.phone(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a..b@x.hu", None), (" anna@Példa.hu ", "anna@xn--plda-bpa.hu"), ("anna@localhost", None),
        ("anna@példa..hu", None),
    ],
)
def test_there_is_one_rule_for_an_address_of_mail(written, meant):
    assert address.email(written) == meant
