"""What may be chosen, and what a cookie may say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.preferences.choices import CHOICES, Preferences, read


@given(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOICES.items()}))
def test_chosen_preferences_are_read_back(chosen: dict[str, str]):
    assert read(Preferences(**chosen).cookie()) == Preferences(**chosen)


@given(st.text(max_size=300))
def test_a_cookie_can_only_hold_known_choices(cookie: str):
    preferences = read(cookie)
    assert all(getattr(preferences, name) in values for name, values in CHOICES.items())


def test_a_hostile_cookie_is_ignored():
    hostile = 'size-125.theme-"><script>alert(1)</script>.contrast-more onload=x.spacing-wide.__class__-on.size-9000'
    assert read(hostile) == Preferences(size="125", spacing="wide")


def test_a_cookie_of_an_earlier_release_keeps_what_still_exists():
    assert read("size-150.music-loud") == Preferences(size="150")


def test_a_page_has_attributes_only_for_changed_preferences():
    assert Preferences().attributes() == {}
    assert Preferences(size="200", theme="dark", simple="on").attributes() == {"data-size": "200", "data-theme": "dark"}
