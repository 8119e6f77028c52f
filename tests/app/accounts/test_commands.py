"""The commands, as they are typed."""

import pytest
from sqlalchemy import select

from app.accounts.models import Staff
from app.core.audit import AuditEntry
from app.core.db import session


@pytest.fixture
def run(app):
    def run(*arguments):
        session().commit()
        done = app.test_cli_runner().invoke(args=["accounts", *arguments])
        session().expire_all()
        return done

    return run


def test_invite_prints_a_link_that_works(run, app):
    done = run("invite", "--name", "Kovács Éva", "--role", "operator")
    assert done.exit_code == 0
    link = done.output.split()[-1]
    assert link.startswith("http://localhost:8000/staff/meghivo/")
    assert "Kovács Éva" in app.test_client().get(link.removeprefix("http://localhost:8000")).text
    assert session().scalars(select(AuditEntry)).one().actor == "command line"


def test_invite_twice_needs_again(run, app):
    first = run("invite", "--name", "Éva", "--role", "operator").output.split()[-1]
    done = run("invite", "--name", "Éva", "--role", "operator")
    assert done.exit_code == 1
    assert "--again" in done.output
    again = run("invite", "--name", "Éva", "--role", "operator", "--again")
    assert again.exit_code == 0
    assert app.test_client().get(first.removeprefix("http://localhost:8000")).status_code == 410


def test_a_new_link_never_changes_the_role(run):
    run("invite", "--name", "Éva", "--role", "operator")
    done = run("invite", "--name", "Éva", "--role", "supervisor", "--again")
    assert done.exit_code == 1
    assert session().scalars(select(Staff)).one().role == "operator"


@pytest.mark.parametrize("arguments", [("--name", " ", "--role", "editor"), ("--name", "x" * 81, "--role", "editor"),
                                       ("--name", "Éva", "--role", "king"), ("--role", "editor")])  # fmt: skip
def test_a_wrong_invitation_is_refused_in_one_sentence(run, arguments):
    done = run("invite", *arguments)
    assert done.exit_code != 0
    assert session().scalars(select(Staff)).all() == []


def test_invite_says_that_passkeys_need_a_name(run, app, settings):
    app.extensions["settings"] = settings.model_copy(update={"public_url": "http://192.0.2.7"})
    done = run("invite", "--name", "Éva", "--role", "editor")
    assert done.exit_code == 1
    assert "192.0.2.7" in done.output
    assert "PUBLIC_URL" in done.output


def test_list_shows_everyone(run):
    run("invite", "--name", "Éva", "--role", "operator")
    assert run("list").output == "1\tÉva\toperator\tactive\t0\t0\n"


def test_deactivate_ends_a_persons_sessions(run, staff):
    browse = staff("operator")
    assert run("deactivate", "Anna").exit_code == 0
    assert browse.client.get("/staff/kulcsaim").status_code == 303
    assert "switched off" in run("list").output


def test_deactivate_knows_only_who_is_there(run):
    done = run("deactivate", "Senki")
    assert done.exit_code == 1
    assert "Senki" in done.output


def test_demo_links_sign_in_each_role(run, app):
    lines = [line.split() for line in run("demo-links").output.splitlines()]
    assert [(role, name) for role, name, _link in lines] == [
        ("operator", "Anna"), ("helper", "Bence"), ("editor", "Csilla"), ("supervisor", "Dóra"),
    ]  # fmt: skip
    for _role, name, link in lines:
        client = app.test_client()
        client.get(link.removeprefix("http://localhost:8000"))
        assert name in client.get("/staff/kulcsaim").text


def test_demo_links_are_refused_where_others_could_use_them(run, app, settings):
    app.extensions["settings"] = settings.model_copy(update={"host": "0.0.0.0"})
    done = run("demo-links")
    assert done.exit_code == 1
    assert "DEMO" in done.output
    assert session().scalars(select(Staff)).all() == []


def test_the_server_greets_with_links_only_in_a_demonstration(app, settings):
    greeting = next(feature.start_message for feature in app.extensions["features"] if feature.name == "accounts")
    assert sum("/staff/proba/" in line for line in greeting()) == 4
    app.extensions["settings"] = settings.model_copy(update={"demo": False})
    assert not any("/staff/proba/" in line for line in greeting())
