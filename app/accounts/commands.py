"""Commands for administrators: invite the first people, list them, deactivate one, try the staff side."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.accounts import actions, demo, passkeys, queries
from app.accounts.forms import tidy
from app.accounts.models import ROLES
from app.core.settings import settings
from app.core.site import public_url

LONGEST_NAME = 80
group = AppGroup("accounts", help="Who works here and how they sign in.")


@group.command("invite")
@click.option("--name", required=True, help="As colleagues and the audit log will see it.")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--again", is_flag=True, help="A new link for a person who is on the list already.")
def invite(name: str, role: str, again: bool) -> None:
    """Print a one-time link by which a person makes a passkey."""
    name = tidy(name)
    if not name or len(name) > LONGEST_NAME:
        raise click.ClickException(f"The name must have 1 to {LONGEST_NAME} characters.")
    place = passkeys.relying_party(settings().address)
    if not passkeys.passkeys_possible(place):
        raise click.ClickException(f"Passkeys need a name, not the number {place.host}: set PUBLIC_URL.")
    click.echo(f"{name}, {role}. This link works once, within {settings().invite_hours} hours:")
    click.echo(public_url("accounts.invitation", token=_token(name, role, again)))


def _token(name: str, role: str, again: bool) -> str:
    person = queries.person_named(name)
    if person and again:
        if not person.active or person.role != role:
            state = "active" if person.active else "switched off"
            raise click.ClickException(f"{name} is on the list as {person.role}, {state}; nothing was changed.")
        return actions.invite_again(queries.COMMAND_LINE, person.id)
    try:
        return actions.invite(queries.COMMAND_LINE, name, role)
    except actions.NameTakenError:
        raise click.ClickException(f"{name} is on the list already; --again makes a new link.") from None


@group.command("list")
def show() -> None:
    """Print everyone: number, name, role, state, passkeys, open sessions."""
    for person in queries.people():
        staff = person.staff
        state = "active" if staff.active else "switched off"
        click.echo(f"{staff.id}\t{staff.name}\t{staff.role}\t{state}\t{person.passkeys}\t{person.sessions}")


@group.command("deactivate")
@click.argument("name")
def deactivate(name: str) -> None:
    """Switch off the access of the person of this NAME; their sessions end at once."""
    person = queries.person_named(name)
    if person is None:
        raise click.ClickException(f"Nobody is called {name}; `flask accounts list` shows everyone.")
    actions.deactivate(queries.COMMAND_LINE, person.id)
    click.echo(f"The access of {name} is switched off, and their sessions have ended.")


@group.command("demo-links")
def demo_links() -> None:
    """Print one-time links that sign in each role without a passkey, at this computer only."""
    if not demo.demo_offered(settings()):
        raise click.ClickException("Demonstration links need DEMO=true and a HOST that only this computer reaches.")
    click.echo("\n".join(new_demo_links()))


def start_message() -> list[str]:
    """Return the lines that the server prints when it starts: how to sign in."""
    if not demo.demo_offered(settings()):
        return [f"Staff sign in at {settings().address}/staff/", "Invite the first: flask accounts invite --help"]
    return ["Sign in as staff by one of these links. Each works once; `flask accounts demo-links` prints new ones.",
            *new_demo_links()]  # fmt: skip


def new_demo_links() -> list[str]:
    """Return a line for each role: role, name, one-time link."""
    return [
        f"  {role:<11}{name:<8}{public_url('accounts.demo_entry', token=token)}"
        for role, (name, token) in ((role, actions.make_demo_link(role)) for role in ROLES)
    ]
