"""The helper that opens every page in tests refuses invalid ones."""

from __future__ import annotations

import pytest

from tests.support.browse import Page, check_soundness

SOUND = """<!doctype html><html lang="hu"><head><meta charset="utf-8"><title>Kérdés - Segít</title></head><body>
<header></header><main><h1 id="top">Kérdés</h1><a href="#top">Fel</a>
<form method="post"><input type="hidden" name="csrf_token" value="one">
<fieldset><legend>Hogyan?</legend><label for="way">Írásban</label><input id="way" aria-describedby="top"></fieldset>
<button>Tovább</button></form><img src="a.png" alt=""><template><b id="top"></b><a href="#x"></a></template>
</main><footer></footer></body></html>"""


def read(source: str) -> None:
    check_soundness(Page(source, "html.parser"), source)


def test_a_sound_page_is_read():
    read(SOUND)


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ('lang="hu"', 'lang="fr"'), ("<title>Kérdés", "<title>Válasz"), ("</h1>", "</h1><h1>Kérdés</h1>"),
        ("<header></header>", "<header></header><header></header>"), ("main>", "div>"), ("<img", "<p><div></p><img"),
        ('href="#top"', 'href="#bottom"'), ('id="way"', 'id="top"'), ('describedby="top"', 'describedby="way2"'),
        ('for="way"', 'for="other"'), ("Írásban", ""), ('name="csrf_token"', 'name="token"'),
        ("<legend>Hogyan?</legend>", ""), ("Tovább", ""), ("Fel<", "<"), ('alt=""', ""),
        ("<img", "<script>go()</script><img"), ("<img", '<img style="width:1px"'), ("<img", '<img onclick="go()"'),
        ("<img", '<div class="govuk-error-summary">Hiba</div><img'),
    ],
)  # fmt: skip
def test_an_unsound_page_is_refused(part: str, instead: str):
    """Also after the sound one was read: only the token may differ."""
    read(SOUND)
    read(SOUND.replace('value="one"', 'value="two"'))
    assert part in SOUND
    with pytest.raises(AssertionError):
        read(SOUND.replace(part, instead))
