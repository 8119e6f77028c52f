import pytest

from app.accounts.destinations import safe_destination


@pytest.mark.parametrize(
    "wanted",
    ["/staff/", "/staff/naplo", "/staff/naplo?munkatars=2&oldal=3", "/staff/x/7#vege", "/staff/a..b", "/staff/x?u=//a"],
)
def test_a_staff_page_is_a_place_to_go(wanted):
    assert safe_destination(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    ["", "/", "/hu/", "/staffx", "staff/", "//evil.example/staff/", "///staff/", "https://evil.example/staff/",
     "/\\evil.example/staff/", "/staff//evil.example", "/staff/\\evil.example", "/staff/../hu/", "/staff/%2e%2e/hu/",
     "/staff/..", "/staff/%2e%2e", "/staff/./x", "/staff/%5c%5cevil.example", "/staff/%2f%2fevil.example",
     "/staff/\r\nLocation: x", "/staff/\t", "/staff/ x", "/staff/\x00", "\t/staff/", "javascript:alert(1)//staff/",
     "/staff/" + "x" * 600],
)  # fmt: skip
def test_anything_else_is_not(wanted):
    assert safe_destination(wanted) == ""
