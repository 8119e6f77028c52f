"""Every address that people open is judged, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from accessibility.scope import ScopeError, problems, read
from tests.browser.ways import WAYS
from tests.support.addresses import opened_by_people

SCOPE = read()


def test_every_address_that_answers_get_has_an_entry_and_every_entry_an_address():
    assert problems(SCOPE, opened_by_people()) == []


def test_every_walk_is_described_and_every_description_can_be_walked():
    assert sorted(walk.name for walk in SCOPE.ways) == sorted(WAYS)


def test_a_new_address_without_an_entry_is_found():
    assert problems(SCOPE, {*SCOPE.endpoints(), "home.news"}) == ["home.news has no entry in accessibility/scope.toml"]


def test_an_entry_whose_address_is_gone_is_found():
    assert problems(SCOPE, SCOPE.endpoints() - {"locations.hours"}) == [
        "locations.hours is in accessibility/scope.toml, but does not exist"
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[page]]\nendpoint = "a.b"\nlanguage = "hu"', "does not know"),
        ('[[out_of_scope]]\nendpoint = "a.b"', "lacks"),
        ('[[out_of_scope]]\nendpoint = "a.b"\nreason = ""', "lacks"),
        ('[[way]]\nname = "booking"\nwhat = "x"\nendpoints = ["a.b"]', "lacks"),
        ('[[page]]\nendpoint = "a.b"\nexamples = "some"', "examples"),
        ('[[pages]]\nendpoint = "a.b"', "unknown tables"),
    ],
)
def test_an_invalid_entry_is_refused(tmp_path: Path, text: str, complaint: str):
    path = tmp_path / "scope.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScopeError, match=complaint):
        read(path)
