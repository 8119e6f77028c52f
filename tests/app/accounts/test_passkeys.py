"""Passkeys, from the server's side: what signs in, and everything that must not."""

import json

import pytest
from sqlalchemy import select

from app.accounts import actions, passkeys
from app.accounts.models import Passkey, PasskeyChallenge, StaffSession
from app.core.audit import AuditEntry
from app.core.db import session
from tests.support.authenticator import PRESENT, Device
from tests.support.browse import Browse

OWN = "/staff/kulcsaim"


def entries(action):
    return session().scalars(select(AuditEntry).where(AuditEntry.action == action)).all()


def test_an_invitation_makes_a_passkey_and_signs_in(enrol):
    browse, _device = enrol("Erika", "editor")
    page = browse.get(OWN)
    assert "Erika telefonja" in page.words
    assert "Erika" in page.header.get_text()
    assert [entry.details for entry in entries("staff.passkey-add")] == [{"label": "Erika telefonja"}]


def test_a_passkey_signs_in_in_another_browser_without_a_name(enrol, enter):
    _browse, device = enrol("Erika", "editor")
    browse, page = enter(device)
    assert "Erika" in page.header.get_text()
    assert "Utoljára használta" in browse.get(OWN).words
    assert entries("staff.sign-in")[-1].details == {"means": "passkey"}


def test_after_signing_in_the_person_comes_to_the_page_that_was_asked_for(enrol, enter):
    _browse, device = enrol("Vera", "supervisor")
    _browse, page = enter(device, address="/staff/belepes?next=/staff/naplo?munkatars=1")
    assert page.heading == "Napló"


def test_an_answer_that_was_sent_before_signs_in_nobody(enrol, ask, app):
    _browse, device = enrol("Erika", "editor")
    browse = Browse(app.test_client())
    page = browse.get("/staff/belepes")
    credential = device.use(ask(browse, page, "/staff/belepes/kihivas"))
    browse.submit(page, {"credential": credential})
    thief = Browse(app.test_client())
    page = thief.get("/staff/belepes")
    ask(thief, page, "/staff/belepes/kihivas")
    assert "nem sikerült ellenőrizni" in refused(thief, page, credential)


def refused(browse, page, credential) -> str:
    answer = browse.submit(page, {"credential": credential}, 422)
    assert answer.title.get_text().startswith("Hiba: ")
    assert browse.client.get(OWN).status_code == 303
    return answer.errors()["passkey-button"]


def test_one_challenge_is_checked_once(enrol, ask, app):
    """Even in the browser that it was given to."""
    _browse, device = enrol("Erika", "editor")
    browse = Browse(app.test_client())
    page = browse.get("/staff/belepes")
    options = ask(browse, page, "/staff/belepes/kihivas")
    refused(browse, page, json.dumps({"id": "AAAA"}))
    assert "túl sokáig tartott" in refused(browse, page, device.use(options))
    assert session().scalars(select(PasskeyChallenge)).all() == []


def test_a_challenge_that_another_browser_was_given_is_not_taken(enrol, ask, app):
    _browse, device = enrol("Erika", "editor")
    one, other = Browse(app.test_client()), Browse(app.test_client())
    options = ask(one, one.get("/staff/belepes"), "/staff/belepes/kihivas")
    assert "túl sokáig tartott" in refused(other, other.get("/staff/belepes"), device.use(options))


def test_a_challenge_ends(enrol, ask, app, clock):
    _browse, device = enrol("Erika", "editor")
    browse = Browse(app.test_client())
    page = browse.get("/staff/belepes")
    options = ask(browse, page, "/staff/belepes/kihivas")
    clock.travel("2026-11-24T16:16")
    assert "túl sokáig tartott" in refused(browse, page, device.use(options))


def test_a_copied_passkey_gives_itself_away_by_its_count(enrol, enter):
    _browse, device = enrol("Erika", "editor")
    enter(device)
    device.count = 0
    browse, page = enter(device, 422)
    assert page.errors()
    assert browse.client.get(OWN).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"flags": PRESENT},
        {"origin": "http://localhost:8001"},
        {"origin": "https://segit.example"},
        {"host": "segit.example"},
        {"key": Device().key},
        {"handle": b"somebody else"},
    ],
    ids=["not verified", "another port", "another origin", "another host", "another key", "another person"],
)
def test_a_signature_that_is_not_quite_right_is_refused(enrol, enter, wrong):
    _browse, device = enrol("Erika", "editor")
    for name, value in wrong.items():
        setattr(device, name, value)
    browse, page = enter(device, 422)
    assert "nem sikerült ellenőrizni" in page.errors()["passkey-button"]
    assert browse.client.get(OWN).status_code == 303
    assert entries("staff.sign-in-refused")[-1].actor == "staff:1"
    assert entries("staff.sign-in-refused")[-1].details == {"reason": "invalid"}


def test_an_unknown_passkey_is_told_so_and_the_log_knows(enter):
    device = Device(handle=b"x")
    _browse, page = enter(device, 422)
    assert "nem ismerjük" in page.errors()["passkey-button"]
    entry = entries("staff.sign-in-refused")[-1]
    assert (entry.actor, entry.details) == ("unknown", {"reason": "unknown"})


@pytest.mark.parametrize(
    "rubbish",
    ["{", "[]", "null", "7", '{"id": 7}', '{"id": "é"}', '{"id": "AAA"}', '{"id": "AAAA", "response": null}',
     "\x01\x02\x7f", "<script>alert(1)</script>", "[" * 50_000],
)  # fmt: skip
def test_rubbish_in_place_of_an_answer_is_refused_in_plain_words(app, ask, rubbish):
    browse = Browse(app.test_client())
    page = browse.get("/staff/belepes")
    ask(browse, page, "/staff/belepes/kihivas")
    assert refused(browse, page, rubbish)


def test_without_a_script_the_page_says_what_is_needed(app):
    browse = Browse(app.test_client())
    page = browse.get("/staff/belepes")
    assert "JavaScript" in page.noscript.get_text()
    assert "JavaScript" in refused(browse, page, "")


def test_a_second_passkey_is_added_and_the_first_removed(enrol, enter, ask):
    browse, device = enrol("Erika", "editor")
    page = browse.get(OWN)
    second = Device()
    page = browse.submit(page, {"credential": second.make(ask(browse, page, f"{OWN}/kihivas")), "label": ""},
                         form="form[data-module]")  # fmt: skip
    assert "2. belépőkulcs" in page.words
    page = browse.submit(page, form="form[action$='/kulcsaim/1/torles']")
    assert "Ezt a belépőkulcsot töröltük: „Erika telefonja”" in page.words
    enter(second)
    _browse, page = enter(device, 422)
    assert "nem ismerjük" in page.errors()["passkey-button"]
    assert [entry.details["label"] for entry in entries("staff.passkey-remove")] == ["Erika telefonja"]


def test_the_last_passkey_stays(enrol, enter):
    browse, device = enrol("Erika", "editor")
    page = browse.get(OWN)
    assert not page.select("form[action$=torles]")
    page = browse.post(f"{OWN}/1/torles", page.fields("form[data-module]"))
    assert "utolsó" in page.words
    enter(device)


def test_nobody_removes_the_passkey_of_another(enrol):
    enrol("Erika", "editor")
    other, _device = enrol("Ottó", "supervisor")
    other.post(f"{OWN}/1/torles", other.get(OWN).fields("form[data-module]"), 404)
    assert len(session().scalars(select(Passkey)).all()) == 2


def test_a_device_is_asked_not_to_make_a_second_passkey_for_the_same_person(enrol, ask):
    browse, device = enrol("Erika", "editor")
    options = ask(browse, browse.get(OWN), f"{OWN}/kihivas")
    assert len(options["excludeCredentials"]) == 1
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    page = browse.get(OWN)
    page = browse.submit(page, {"credential": device.make(options)}, 422, form="form[data-module]")
    assert "már szerepel" in page.errors()["passkey-button"]


def test_a_challenge_for_signing_in_makes_no_passkey(enrol, ask):
    browse, _device = enrol("Erika", "editor")
    page = browse.get(OWN)
    options = ask(browse, page, "/staff/belepes/kihivas") | {"user": {"id": "AAAA"}}
    page = browse.submit(page, {"credential": Device().make(options)}, 422, form="form[data-module]")
    assert page.errors()


def test_a_label_that_is_too_long_is_refused_and_kept(enrol):
    browse, _device = enrol("Erika", "editor")
    page = browse.submit(browse.get(OWN), {"label": "x" * 61, "credential": "{}"}, 422, form="form[data-module]")
    assert page.errors() == {"label": "Az eszköz neve legfeljebb 60 karakter lehet"}
    assert page.select_one("#label")["value"] == "x" * 61


def test_a_label_is_text_and_nothing_else(enrol, ask):
    browse, _device = enrol("Erika", "editor")
    page = browse.get(OWN)
    answer = Device().make(ask(browse, page, f"{OWN}/kihivas"))
    page = browse.submit(page, {"credential": answer, "label": "<b>x</b>"}, form="form[data-module]")
    assert "<b>x</b>" in page.words


def test_who_was_shut_out_is_told_so_only_after_a_right_signature(enrol, enter):
    _browse, device = enrol("Erika", "editor")
    actions.deactivate("command line", 1)
    _browse, page = enter(device, 422)
    assert "ki van kapcsolva" in page.errors()["passkey-button"]
    assert all(row.ended_at for row in session().scalars(select(StaffSession)))


@pytest.mark.parametrize(
    ("address", "origin", "possible"),
    [
        ("http://localhost:8000", "http://localhost:8000", True),
        ("https://segit.example", "https://segit.example", True),
        ("https://segit.example:443", "https://segit.example", True),
        ("https://segit.example:8443/x", "https://segit.example:8443", True),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", False),
        ("http://[::1]:8000", "http://::1:8000", False),
    ],
)
def test_passkeys_belong_to_the_services_own_address(address, origin, possible):
    place = passkeys.relying_party(address)
    assert place.origin == origin
    assert passkeys.passkeys_possible(place) is possible
