"""Demonstration links work at this computer only, whoever claims what."""

import pytest

from app.accounts import actions, demo

HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}


def test_a_link_signs_in_once(app):
    token = actions.make_demo_link("operator")[1]
    assert app.test_client().get(f"/staff/proba/{token}").status_code == 303
    used = app.test_client().get(f"/staff/proba/{token}")
    assert used.status_code == 410
    assert "Ez a hivatkozás már nem használható" in used.text


def test_a_machine_that_only_asks_for_the_headers_uses_nothing_up(app):
    token = actions.make_demo_link("operator")[1]
    app.test_client().head(f"/staff/proba/{token}")
    assert app.test_client().get(f"/staff/proba/{token}").status_code == 303


def test_a_link_ends_and_an_unknown_one_never_was(app, clock):
    token = actions.make_demo_link("operator")[1]
    clock.travel("2026-11-27T16:06")
    assert app.test_client().get(f"/staff/proba/{token}").status_code == 410
    assert app.test_client().get("/staff/proba/xyz").status_code == 410


@pytest.mark.usefixtures("app")
def test_each_role_has_one_person_however_many_links_are_printed():
    assert {actions.make_demo_link("operator")[0] for _ in range(3)} == {"Anna"}


@pytest.mark.usefixtures("app")
def test_a_real_person_of_the_same_name_is_not_taken_for_the_demonstration():
    actions.invite("command line", "Anna", "supervisor")
    assert actions.make_demo_link("operator")[0] == "Anna (demo)"


@pytest.mark.parametrize(
    "request_options",
    [
        {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}, "environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"X-Real-Ip": "127.0.0.1"}},
        {"headers": {"Via": "1.1 proxy"}},
        {"headers": {"Host": "segit.example"}},
        {"headers": {"Host": "127.0.0.1.evil.example"}},
        {"headers": {"Host": "localhost.evil.example"}},
    ],
)
def test_from_anywhere_else_there_is_no_such_page(app, request_options):
    token = actions.make_demo_link("operator")[1]
    assert app.test_client().get(f"/staff/proba/{token}", **request_options).status_code == 404
    assert app.test_client().get(f"/staff/proba/{token}").status_code == 303, "the refused request used the link up"


@pytest.mark.parametrize(
    "change",
    [{"demo": False}, {"host": "0.0.0.0"}, {"host": "192.0.2.7"}, {"host": "::"}, {"trusted_proxies": 1},
     {"public_url": "https://segit.example"}],
)  # fmt: skip
def test_an_installation_that_others_reach_offers_no_links(app, settings, change):
    assert demo.demo_offered(settings)
    changed = settings.model_copy(update=change)
    assert not demo.demo_offered(changed)
    assert not demo.demo_allowed(changed, HERE)
    app.extensions["settings"] = changed
    assert app.test_client().get(f"/staff/proba/{actions.make_demo_link('operator')[1]}").status_code == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.1"])
def test_loopback_is_loopback(host):
    assert demo.is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "10.0.0.1", "localhost.localdomain", "2130706433", "127.1"])
def test_what_only_looks_like_loopback_is_not(host):
    assert not demo.is_loopback(host)


def test_the_sign_in_page_tells_of_the_links_only_where_they_work(app):
    assert "Ez egy bemutató" in app.test_client().get("/staff/belepes").text
    elsewhere = app.test_client().get("/staff/belepes", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert "Ez egy bemutató" not in elsewhere.text
