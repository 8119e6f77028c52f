"""The accessibility statement's page."""

from flask import Blueprint, render_template

from accessibility.statement import statement
from app.core.settings import settings

blueprint = Blueprint("statement", __name__)


@blueprint.get("/akadalymentesseg")
def show() -> str:
    """Show the accessibility statement, built from `accessibility/statement.toml`."""
    return render_template("statement/show.html", facts=statement(), address=settings().address)
