"""One-time links: looking uses nothing up, using uses it up, and every other link is gone."""

import pytest
from sqlalchemy import select

from app.accounts import actions
from app.accounts.models import Invitation
from app.core.db import session
from app.core.security import hash_token
from tests.support.authenticator import Device
from tests.support.browse import Browse


@pytest.fixture
def link(newcomer):
    return f"/staff/meghivo/{actions.invite('command line', 'Erika', 'editor')}"


@pytest.fixture
def newcomer(app):
    return Browse(app.test_client())


def test_the_page_says_who_is_invited_as_what_and_until_when(newcomer, link):
    page = newcomer.get(link)
    assert page.heading == "Készítse el a belépőkulcsát"
    assert "Erika. Szerepköre: szerkesztő." in page.words
    assert "november 27., péntek, 16.05" in page.words


def test_looking_at_it_and_asking_the_device_use_nothing_up(newcomer, link, ask):
    for _ in range(3):
        ask(newcomer, newcomer.get(link), f"{link}/kihivas")
    assert session().scalars(select(Invitation)).one().used_at is None
    assert newcomer.client.get("/staff/kulcsaim").status_code == 303


def test_a_used_link_is_gone_for_everything(newcomer, link, ask):
    page = newcomer.get(link)
    newcomer.submit(page, {"credential": Device().make(ask(newcomer, page, f"{link}/kihivas"))})
    page = newcomer.get(link, 410)
    assert page.heading == "Ez a hivatkozás már nem használható"
    fields = newcomer.get("/staff/kulcsaim").fields("form[data-module]")
    newcomer.post(link, fields, 410)
    newcomer.post(f"{link}/kihivas", fields, 410)


def test_two_who_hold_the_link_at_once_make_one_passkey(app, link, ask):
    one, other = Browse(app.test_client()), Browse(app.test_client())
    pages = [(b, b.get(link)) for b in (one, other)]
    answers = [Device().make(ask(b, page, f"{link}/kihivas")) for b, page in pages]
    one.submit(pages[0][1], {"credential": answers[0]})
    other.submit(pages[1][1], {"credential": answers[1]}, 410)
    assert other.client.get("/staff/kulcsaim").status_code == 303


def test_a_refused_passkey_leaves_the_link_usable_and_the_label_typed(newcomer, link, ask):
    page = newcomer.get(link)
    answer = Device(origin="https://evil.example").make(ask(newcomer, page, f"{link}/kihivas"))
    page = newcomer.submit(page, {"credential": answer, "label": "Telefon"}, 422)
    assert "nem sikerült ellenőrizni" in page.errors()["passkey-button"]
    assert page.select_one("#label")["value"] == "Telefon"
    newcomer.submit(page, {"credential": Device().make(ask(newcomer, page, f"{link}/kihivas"))})
    assert "Telefon" in newcomer.get("/staff/kulcsaim").words


def test_the_challenge_of_one_person_makes_no_passkey_for_another(app, link, ask):
    other = f"/staff/meghivo/{actions.invite('command line', 'Ottó', 'supervisor')}"
    thief = Browse(app.test_client())
    page = thief.get(other)
    credential = Device().make(ask(thief, page, f"{link}/kihivas"))
    page = thief.submit(page, {"credential": credential}, 422)
    assert "túl sokáig tartott" in page.errors()["passkey-button"]


def test_without_a_script_the_page_says_what_is_needed(newcomer, link):
    page = newcomer.get(link)
    assert "JavaScript" in page.noscript.get_text()
    page = newcomer.submit(page, status=422)
    assert "JavaScript" in page.errors()["passkey-button"]


def test_a_link_ends_after_three_days(newcomer, link, clock):
    clock.travel("2026-11-27T16:04")
    newcomer.get(link)
    clock.travel("2026-11-27T16:05")
    newcomer.get(link, 410)


def test_a_link_that_never_was_is_gone_in_the_visitors_language(newcomer):
    page = newcomer.get("/staff/meghivo/xyz?lang=de", 410)
    assert page.html["lang"] == "de"
    assert page.heading == "Dieser Link gilt nicht mehr"


def test_a_new_link_ends_the_old_one(newcomer, link):
    newer = actions.invite_again("command line", 1)
    newcomer.get(link, 410)
    newcomer.get(f"/staff/meghivo/{newer}")


def test_who_is_shut_out_cannot_use_a_link(newcomer, link):
    actions.deactivate("command line", 1)
    newcomer.get(link, 410)


def test_a_demonstration_link_invites_nobody_and_an_invitation_demonstrates_nothing(newcomer, link):
    newcomer.get(link.replace("meghivo", "proba"), 410)
    newcomer.get(f"/staff/meghivo/{actions.make_demo_link('operator')[1]}", 410)


def test_only_the_hash_of_a_link_is_stored(link):
    assert session().scalars(select(Invitation)).one().token_hash == hash_token(link.rpartition("/")[2])
