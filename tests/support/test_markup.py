"""What is wrong with a page's markup is found, whatever its words, though another page of its shape was sound."""

from __future__ import annotations

import pytest

from tests.support.markup import mistakes, shape

SOUND = """<!doctype html><html lang="hu"><head><meta charset="utf-8"><title>Kérdés</title></head><body>
<p class="lead" title="Egy">Szöveg.</p><table><tr><td>Kedd</td></tr></table></body></html>"""


def test_pages_of_one_shape_are_told_from_others():
    assert shape(SOUND) == shape(SOUND.replace("Szöveg.", "Más szöveg.").replace("Egy", "Kettő"))
    assert shape(SOUND) != shape(SOUND.replace("Szöveg.", "Más <b>szöveg</b>."))
    assert mistakes(SOUND) == []


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("Szöveg.", "Szöveg.</b>"),
        ("Szöveg.", "Sz&öveg;"),
        ("Szöveg.", "1 < 2"),
        ("Szöveg.", "\x01"),
        ("Szöveg.", "<input type='hidden'></input>"),
        ('title="Egy"', 'class="Egy"'),
        ('title="Egy"', 'title="Egy"hidden'),
        ('title="Egy"', "title=Egy=Kettő"),
        ('title="Egy"', 'title="Egy&nosuch;"'),
        ('title="Egy"', 'title="Egy > Kettő" title="Egy"'),
        ("<tr>", '<input type="text"><tr>'),
        ("<!doctype html>", ""),
    ],
)
def test_a_mistake_is_found(part: str, instead: str):
    assert mistakes(SOUND) == []
    wrong = SOUND.replace(part, instead)
    assert wrong != SOUND
    assert mistakes(wrong)
