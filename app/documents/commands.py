"""`flask documents …`: for whoever runs the service."""

import click
from flask.cli import AppGroup

from app.documents import actions

documents = AppGroup("documents", help="The forms and their files.")


@documents.command("build")
def build() -> None:
    """Make the PDF files of all forms that are not made yet."""
    made = kept = 0
    for rendition, fresh in actions.build_all():
        made, kept = made + fresh, kept + (not fresh)
        if fresh:
            click.echo(rendition.name)
    click.echo(f"{made} files made, {kept} were there.")
