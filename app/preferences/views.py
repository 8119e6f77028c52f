"""The settings page, and the effect of the preferences on every page."""

from __future__ import annotations

from dataclasses import asdict, replace

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.core import i18n, languages
from app.core.i18n import YEAR
from app.core.languages import MASTER
from app.preferences.choices import Preferences, read
from app.preferences.forms import PreferencesForm

COOKIE = "preferences"
blueprint = Blueprint("preferences", __name__)


def current() -> Preferences:
    """Return the visitor's preferences, parsed once per request."""
    if "preferences" not in g:
        g.preferences = read(request.cookies.get(COOKIE, ""))
    return g.preferences  # type: ignore[no-any-return]


def html_attributes() -> Markup:
    """Return the preferences as attributes of the page's root element."""
    return Markup(" ").join(Markup('{}="{}"').format(*pair) for pair in current().attributes().items())


def reads_aloud() -> bool:
    """Say whether pages offer reading aloud: when chosen, and by default on easy pages."""
    return current().aloud == "on" or (i18n.page_language().easy and COOKIE not in request.cookies)


@blueprint.before_app_request
def keep_simple() -> Response | None:
    """Redirect visitors with simple mode from a Hungarian page to its easy version.

    Only when they come from outside: a link on our own pages, such as "Magyar", is a choice and is followed.
    """
    easy = languages.easy_variant(i18n.lang())
    if request.method != "GET" or easy in {i18n.lang(), ""} or current().simple != "on":
        return None
    if request.endpoint == "front.front_door":
        return redirect(url_for("home.start", lang=easy))
    own = (request.referrer or "").startswith(request.host_url)
    if own or not request.endpoint or not request.path.startswith(f"/{i18n.lang()}/"):
        return None
    return redirect(next(link["href"] for link in i18n.language_links() if link["lang"] == easy))


@blueprint.route("/beallitasok", methods=["GET", "POST"])
def edit() -> str | tuple[str, int] | Response:
    """Show the settings page and store the chosen preferences."""
    if "reset" in request.form:
        return _keep(Preferences(), "reset")
    form = PreferencesForm(data=asdict(_shown()))
    if request.method == "POST":
        if form.validate():
            chosen = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
            return _keep(Preferences(**chosen), "saved")
        return render_template("preferences/edit.html", form=form, errors=True), 422
    return render_template("preferences/edit.html", form=form)


def _shown() -> Preferences:
    # The form shows simple mode as on for every easy page, and as off for English and German ones.
    here = i18n.page_language()
    wanted = bool(languages.easy_variant(here.tag)) and current().simple == "on"
    simple = "on" if here.easy or wanted else "off"
    return replace(current(), simple=simple, aloud="on" if reads_aloud() else "off")


def _keep(preferences: Preferences, what_happened: str) -> Response:
    language = i18n.lang()
    if preferences.simple == "on":
        language = languages.easy_variant(language) or languages.easy_variant(MASTER)
    elif i18n.page_language().easy:
        language = i18n.base_language()
    flash(what_happened, "preferences")
    response = redirect(url_for("preferences.edit", lang=language), 303)
    response.set_cookie(
        COOKIE, preferences.cookie(), max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure
    )
    i18n.remember(response, language)
    return response
