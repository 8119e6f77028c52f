"""The supervisor's pages: reports with their files, and exceptions to the opening hours with their history."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import access
from app.accounts.models import Role
from app.core import clock
from app.core.i18n import gettext as _
from app.core.settings import settings
from app.locations import actions as hours_actions
from app.locations import queries as places
from app.locations.actions import InvalidHoursExceptionError
from app.reports import csv_export, figures, queries, tables
from app.reports.bar_charts import bar_chart
from app.reports.forms import exception_form
from app.reports.periods import Period, WrongPeriodError, last_days, parse_period, preset_periods
from app.reports.words import PERIOD_ERRORS, PERIODS, decimal

blueprint = Blueprint("reports", __name__)

FIELDS = {"first": "tol", "last": "ig"}


@blueprint.get("/jelentesek")
@access.require_role(Role.SUPERVISOR)
def overview() -> ResponseReturnValue:
    """Show what was measured in a period."""
    asked = {name: request.args.get(name, "") for name in FIELDS.values()}
    errors = []
    try:
        period = parse_period(asked["tol"], asked["ig"])
    except WrongPeriodError as wrong:
        period = last_days(1)
        errors = [{"text": str(PERIOD_ERRORS[wrong.why]), "href": f"#{FIELDS[wrong.field]}"}]
    found = [] if errors else tables.all_tables(sources(period))
    page = render_template(
        "reports/overview.html",
        period=period, errors=errors, asked=asked if errors else _written(period),
        presets=[(str(PERIODS[code]), _written(one)) for code, one in preset_periods()],
        reports=[(table, bar_chart(table)) for table in found], decimal=decimal,
        kept_days=settings().keep_transcripts_days,
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)


@blueprint.get("/jelentesek/<table_id>.csv")
@access.require_role(Role.SUPERVISOR)
def sheet(table_id: str) -> ResponseReturnValue:
    """Return one report of a period as a CSV file."""
    try:
        period = parse_period(request.args.get("tol", ""), request.args.get("ig", ""))
    except WrongPeriodError:
        abort(400)
    found = next((table for table in tables.all_tables(sources(period)) if table.id == table_id), None) or abort(404)
    response = make_response(csv_export.to_csv(found).encode())
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{found.id}-{period.first}-{period.last}.csv"'
    return response


def sources(period: Period) -> tables.ReportData:
    """Return the data that the reports of a period are made of."""
    samples = queries.staffing_changes(period)
    windows = queries.open_windows("chat", period)
    until = min(clock.now(), period.end)
    found = queries.count_period(period)
    there = figures.staffing_by_hour(samples, windows, until)
    return tables.ReportData(found.conversations, queries.unanswered_searches(period), found.ratings, there, found.past)


@blueprint.get("/nyitvatartas")
@access.require_role(Role.SUPERVISOR)
def hours() -> ResponseReturnValue:
    """Show the exceptions to the opening hours: who set them, when, and who withdrew them."""
    return render_template(
        "reports/hours-exceptions.html", exceptions=queries.hours_exceptions(), scopes=places.scopes()
    )


@blueprint.route("/nyitvatartas/uj", methods=["GET", "POST"])
@access.require_role(Role.SUPERVISOR)
def add_exception() -> ResponseReturnValue:
    """Set other hours for some days."""
    form = exception_form()
    if form.validate_on_submit():
        try:
            hours_actions.add_exception(access.signed_in().actor, form.wanted())
            flash(_("Saved. Citizens see it from now on."))
            return redirect(url_for("reports.hours"), 303)
        except InvalidHoursExceptionError as wrong:
            form.refuse(wrong)
    errors = form.error_list()
    page = render_template("reports/add-hours-exception.html", form=form, errors=errors)
    return make_response(page, 422 if errors else 200)


@blueprint.post("/nyitvatartas/<int:exception_id>/visszavonas")
@access.require_role(Role.SUPERVISOR)
def withdraw_exception(exception_id: int) -> ResponseReturnValue:
    """Withdraw an exception, so that the ordinary hours apply again."""
    if hours_actions.withdraw_exception(access.signed_in().actor, exception_id):
        flash(_("Withdrawn. From today on the ordinary hours hold."))
    else:
        flash(_("This exception is over, or was withdrawn before."))
    return redirect(url_for("reports.hours"), 303)


def _written(period: Period) -> dict[str, str]:
    return {"tol": str(period.first), "ig": str(period.last)}
