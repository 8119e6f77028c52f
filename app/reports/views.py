"""The charter: five promises, how each is measured, and what is true of it."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.core import content
from app.reports import queries

blueprint = Blueprint("charter", __name__)


@blueprint.get("/vallalasaink")
def show() -> str:
    """Show the promises with their figures."""
    measured, moment = queries.charter_figures()
    return render_template(
        "reports/charter.html",
        charter=content.site()["charter"],
        project=content.site()["project"],
        figures={one.promise: one for one in measured},
        moment=moment,
    )
