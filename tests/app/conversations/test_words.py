import pytest

from app.conversations import words
from app.core.settings import settings


def test_an_address_of_this_service_is_a_link_without_the_full_stop_behind_it(app):
    page = f"{settings().address}/hu/ugyek/lakcim?x=1&y=2"
    shown = words.linked(f"Itt van: {page}. Jó?")
    link = page.replace("&", "&amp;")
    assert shown == f'Itt van: <a href="{link}">{link}</a>. Jó?'


@pytest.mark.parametrize(
    "foreign",
    ["https://rossz.hu/x", "{own}.rossz.hu/x", "{own}@rossz.hu/", "javascript:alert(1)", "//rossz.hu/", "{own}"],
)
def test_any_other_address_stays_text(app, foreign):
    body = foreign.format(own=settings().address)
    assert words.linked(body) == body


def test_markup_around_an_address_stays_text(app):
    shown = words.linked(f'<b>"{settings().address}/hu/"onclick=x</b>')
    assert "<b>" not in shown
    assert shown.count("<a ") == 1
    assert '"onclick' not in shown.replace("&#34;onclick", "")
