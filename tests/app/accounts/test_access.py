"""Who may open what, and how long a session lasts."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from werkzeug.routing import AnyConverter, IntegerConverter

from app.accounts import access, actions
from app.accounts.models import ROLES, Staff, StaffSession
from app.core.db import session, transaction
from app.core.security import hash_token
from app.events import StaffSignedOut
from tests.support.browse import Browse

OPEN_TO_ALL = {
    "accounts.sign_in", "accounts.sign_in_options", "accounts.sign_out", "accounts.invitation",
    "accounts.invitation_options", "accounts.demo_entry",
}  # fmt: skip
OWN = "/staff/kulcsaim"


def staff_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]


def fitting(kind):
    if isinstance(kind, AnyConverter):
        return min(kind.items)
    return 1 if isinstance(kind, IntegerConverter) else "x"


def opened(app, rule, client, method):
    values = {name: fitting(kind) for name, kind in rule._converters.items()}
    return client.open(app.url_map.bind("localhost").build(rule.endpoint, values, method=method), method=method)


def test_every_staff_page_names_the_roles_that_may_open_it(app):
    unguarded = {r.endpoint for r in staff_rules(app) if not hasattr(app.view_functions[r.endpoint], "staff_roles")}
    assert unguarded == OPEN_TO_ALL


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_others(app, staff, role):
    """Over every staff page of the service, whichever room it belongs to."""
    client = staff(role).client
    app.config["WTF_CSRF_ENABLED"] = False
    for rule in staff_rules(app):
        roles = getattr(app.view_functions[rule.endpoint], "staff_roles", None)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            if roles is not None and role not in roles:
                assert opened(app, rule, client, method).status_code == 403, f"{role}: {method} {rule}"
    for endpoint in ("accounts.people", "accounts.audit", "accounts.invite"):
        expected = 200 if role == "supervisor" else 403
        assert client.get(app.url_map.bind("localhost").build(endpoint)).status_code == expected


def test_nobody_who_is_not_signed_in_opens_anything(app):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for rule in staff_rules(app):
        if rule.endpoint not in OPEN_TO_ALL:
            for method in (rule.methods or set()) & {"GET", "POST"}:
                answer = opened(app, rule, client, method)
                assert answer.status_code == 303, f"{method} {rule}: {answer.status_code}"
                assert answer.location.startswith("/staff/belepes"), f"{method} {rule}: {answer.location}"


def test_the_refusal_says_who_one_is_and_keeps_the_menu(staff):
    page = staff("editor").get("/staff/naplo", 403)
    assert page.heading == "Ez az oldal nem tartozik az Ön szerepköréhez"
    assert "Csilla" in page.words
    assert "szerkesztő" in page.words
    assert page.link("Belépőkulcsaim") == OWN


def test_the_menu_shows_only_what_the_role_may_open(staff):
    shown = {a.get_text() for a in staff("editor").get(OWN).select(".desk__menu a")}
    assert "Belépőkulcsaim" in shown
    assert not shown & {"Napló", "Munkatársak"}
    everything = {a.get_text() for a in staff("supervisor").get(OWN).select(".desk__menu a")}
    assert everything >= {"Napló", "Munkatársak", "Belépőkulcsaim"}


def test_the_menu_says_where_one_is(staff):
    browse = staff("supervisor")
    assert browse.get("/staff/naplo").select_one(".desk__menu [aria-current=page]").get_text() == "Napló"
    below = browse.get("/staff/munkatarsak/uj").select_one(".desk__menu [aria-current]")
    assert (below.get_text(), below["aria-current"]) == ("Munkatársak", "true")


def test_an_unknown_role_cannot_be_required():
    with pytest.raises(ValueError, match="admin"):
        access.require_role("operator", "admin")


def test_a_session_ends_after_an_hour_of_nothing(staff, clock):
    browse = staff("operator")
    clock.travel("2026-11-24T17:04")
    browse.get(OWN)
    clock.travel("2026-11-24T18:03")
    assert "Anna" in browse.get(OWN).header.get_text()
    clock.travel("2026-11-24T19:03")
    assert browse.get(OWN).heading == "Munkatársi bejelentkezés"


def test_a_session_ends_after_ten_hours_of_work(staff, clock):
    browse = staff("operator")
    began = datetime.fromisoformat("2026-11-24T16:05+01:00")
    for minutes in range(50, 600, 50):
        clock.travel((began + timedelta(minutes=minutes)).isoformat())
        assert "Anna" in browse.get(OWN).header.get_text()
    clock.travel((began + timedelta(minutes=600)).isoformat())
    assert browse.get(OWN).heading == "Munkatársi bejelentkezés"


def test_looking_at_pages_writes_at_most_once_a_minute(staff, clock):
    browse = staff("operator")
    clock.travel("2026-11-24T16:05:59")
    browse.get(OWN)
    began = session().scalars(select(StaffSession)).one()
    assert began.seen_at == began.created_at
    clock.travel("2026-11-24T16:06:00")
    browse.get(OWN)
    assert session().scalars(select(StaffSession)).one().seen_at > began.created_at


def test_signing_out_ends_the_session_on_the_server_too(staff, app):
    browse = staff("operator")
    token = browse.client.get_cookie("staff").value
    page = browse.submit(browse.get(OWN), form="header form")
    assert "Kijelentkezett." in page.words
    thief = app.test_client()
    thief.set_cookie("staff", token)
    assert thief.get(OWN).status_code == 303


def test_signing_in_again_ends_the_session_before(staff, app):
    browse = staff("operator")
    before = browse.client.get_cookie("staff").value
    browse.get(f"/staff/proba/{actions.make_demo_link('editor')[1]}")
    assert browse.client.get_cookie("staff").value != before
    thief = app.test_client()
    thief.set_cookie("staff", before)
    assert thief.get(OWN).status_code == 303


def test_a_session_that_somebody_chose_beforehand_is_nobody(app):
    """Fixation: what the browser brought along is never what it is signed in by."""
    client = app.test_client()
    client.set_cookie("staff", "chosen-by-a-thief")
    client.get(f"/staff/proba/{actions.make_demo_link('operator')[1]}")
    assert client.get_cookie("staff").value != "chosen-by-a-thief"
    assert client.get(OWN).status_code == 200


def test_only_the_hash_of_a_session_is_stored(staff):
    token = staff("operator").client.get_cookie("staff").value
    assert session().scalars(select(StaffSession)).one().token_hash == hash_token(token)


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(app):
    answer = app.test_client().get(f"/staff/proba/{actions.make_demo_link('operator')[1]}")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("staff="))
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie


def test_staff_pages_are_never_stored(staff, app):
    browse = staff("supervisor")
    for path in (OWN, "/staff/naplo", "/staff/munkatarsak", "/staff/nincs-ilyen"):
        assert browse.client.get(path).headers["Cache-Control"] == "no-store", path
    assert app.test_client().get(OWN).headers["Cache-Control"] == "no-store"


def test_a_handshake_knows_who_is_there_and_learns_when_they_have_gone(staff):
    browse = staff("operator")
    cookie = f"staff={browse.client.get_cookie('staff').value}"
    environ = {"HTTP_COOKIE": cookie, "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}
    identity = access.staff_from_environ(environ)
    assert (identity.name, identity.role, identity.actor) == ("Anna", "operator", f"staff:{identity.id}")
    assert access.staff_from_environ({"REMOTE_ADDR": "127.0.0.1"}) is None
    actions.deactivate("command line", identity.id)
    assert access.staff_from_environ(environ) is None


def test_signing_out_is_told_to_the_other_rooms(app, staff):
    heard = []
    app.extensions["bus"][StaffSignedOut].append(heard.append)
    browse = staff("operator")
    browse.submit(browse.get(OWN), form="header form")
    assert heard == [StaffSignedOut(1)]


def test_a_demonstration_person_is_nobody_when_the_demonstration_is_over(app, staff, settings):
    browse = staff("operator")
    app.extensions["settings"] = settings.model_copy(update={"demo": False})
    assert browse.client.get(OWN).status_code == 303


def test_a_changed_role_counts_from_the_next_page(staff):
    browse = staff("supervisor")
    with transaction() as current:
        current.execute(update(Staff).values(role="editor"))
    browse.get("/staff/naplo", 403)


def test_the_way_back_survives_the_sign_in_page(app):
    answer = app.test_client().get("/staff/naplo?munkatars=2&oldal=3")
    assert answer.location == "/staff/belepes?next=/staff/naplo?munkatars%3D2%26oldal%3D3"


def test_who_sent_a_form_too_late_comes_back_to_its_page(app):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    own = client.post("/staff/kulcsaim/1/torles", headers={"Referer": "http://localhost/staff/kulcsaim"})
    assert own.location == "/staff/belepes?next=/staff/kulcsaim"
    foreign = client.post("/staff/kulcsaim/1/torles", headers={"Referer": "http://evil.example/staff/kulcsaim"})
    assert foreign.location == "/staff/belepes"
    broken = client.post("/staff/kulcsaim/1/torles", headers={"Referer": "http://[half"})
    assert broken.location == "/staff/belepes"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/staff/nincs-ilyen", 404), ("GET", "/staff/kilepes", 405), ("POST", "/staff/kulcsaim/1/torles", 400)],
)
def test_who_is_signed_in_meets_errors_on_the_staff_side(staff, app, method, path, status):
    app.config["WTF_CSRF_ENABLED"] = True
    browse = staff("editor")
    page = browse._read(browse.client.open(path, method=method), status)
    assert page.link("Tudástár") == "/staff/tudastar"
    assert page.select_one("main a[href='/staff/']")
    assert not page.select("main form")


def test_who_is_not_signed_in_meets_errors_on_the_citizens_side(app):
    page = Browse(app.test_client()).get("/staff/nincs-ilyen", 404)
    assert page.select_one("main form[role=search]")
    assert not page.select("link[href$='staff.css']")


def test_a_database_that_fails_still_gives_a_page(staff, app):
    browse = staff("editor")
    app.testing = False
    with transaction() as current:
        current.execute(text("ALTER TABLE staff_session RENAME TO gone"))
    assert Browse(browse.client).get("/staff/kulcsaim", 500).select_one("main form[role=search]")
