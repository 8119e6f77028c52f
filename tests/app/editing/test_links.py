"""Links lead somewhere, or the editor is told why not; nobody outside is asked."""

from __future__ import annotations

import pytest

from app.editing import links

PAGES = {"/hu/ugyek/ebosszeiras": {"k1", "r2"}, "/hu/helyek": set()}


def broken_because(address: str) -> str:
    return links.reason_broken(address, {"k3"}, PAGES.get)


@pytest.mark.parametrize(
    "address",
    [
        "/hu/ugyek/ebosszeiras", "/hu/ugyek/ebosszeiras#k1", "#k3", "/hu/helyek", "https://www.budaors.hu",
        "https://magyarorszag.hu/szuf?a=1&b=2#x", "https://példa.hu/ő", "mailto:hivatal@budaors.hu", "tel:+3623880440",
        "HTTPS://Budaors.HU/",
    ],
)  # fmt: skip
def test_a_valid_address_is_accepted(address):
    assert broken_because(address) == ""


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "empty"), ("/hu/ugyek/nincs", "page"), ("ugyek/ebosszeiras", "page"), ("/staff/tudastar", "page"),
        ("/hu/ugyek/ebosszeiras#k9", "place"), ("#k9", "place"), ("#", "place"), ("/hu/helyek#lent", "place"),
        ("http://budaors.hu", "scheme"), ("javascript:alert(1)", "scheme"), ("data:text/html,x", "scheme"),
        ("//budaors.hu", "scheme"), ("ftp://budaors.hu", "scheme"), ("https://", "malformed"),
        ("https://localhost/", "malformed"), ("https://user:pw@budaors.hu", "malformed"),
        ("https://budaors.hu:8443/", "malformed"), ("https://buda ors.hu", "malformed"), ("https://[::1", "malformed"),
        ("https://a..hu", "malformed"), ("https://" + "a" * 70 + ".hu", "malformed"),
        ("https://127.0.0.1/", "malformed"), ("mailto:senki", "malformed"), ("tel:hivatal", "malformed"),
        ("/hu/" + "a" * 3000, "malformed"),
        ("/hu\\ugyek", "malformed"), ('/hu/"x', "malformed"),
    ],
)  # fmt: skip
def test_a_broken_link_is_reported_with_its_reason(address, reason):
    assert broken_because(address) == reason


def test_every_link_of_a_text_is_checked():
    text = "Lásd [itt](#k3), [ott](http://pelda.hu) és [amott]( /hu/nincs )."
    found = links.broken(text, {"k3"}, PAGES.get)
    assert [(link.words, link.address, link.reason) for link in found] == [
        ("ott", "http://pelda.hu", "scheme"), ("amott", "/hu/nincs", "page"),
    ]  # fmt: skip


def test_all_markdown_syntaxes_for_links_are_checked():
    text = "[a](https://pelda.hu/Eb_(faj)) [b](/hu/nincs_(x)) <http://pelda.hu> [c][1]\n\n[1]: javascript:x\n"
    assert [(link.address, link.reason) for link in links.broken(text, set(), PAGES.get)] == [
        ("/hu/nincs_(x)", "page"), ("http://pelda.hu", "scheme"), ("javascript:x", "scheme"),
    ]  # fmt: skip


def test_a_text_without_links_has_no_broken_ones():
    assert links.broken("Hívja: 23/880-440. (Nem link.) [csak zárójel]", set(), PAGES.get) == []
