"""Languages: which one a page speaks, its texts, its dates, and the marking of parts in another language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode

import flask_babel
from babel import Locale
from babel.dates import format_date
from flask import Blueprint, Flask, Response, current_app, g, has_request_context, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as BaseResponse

from app.core import catalogues, clock

__all__ = ["LANGUAGES", "gettext", "lang", "lazy", "localized", "ngettext", "using"]

gettext: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
lazy: Callable[..., Any] = flask_babel.lazy_gettext

LANGUAGES = ("hu", "hu-simple", "en", "de")
NAMES = {"hu": "Magyar", "hu-simple": "Könnyen érthető", "en": "English", "de": "Deutsch"}
FALLBACKS = {"hu": ("hu",), "hu-simple": ("hu-simple", "hu"), "en": ("en", "hu"), "de": ("de", "hu")}
COOKIE = "language"
YEAR = 365 * 24 * 3600
PREFIX = "/<any(" + ",".join(f'"{language}"' for language in LANGUAGES) + "):lang>"

LONG_DATES = {"hu": "y. MMMM d., EEEE", "en": "EEEE d MMMM y", "de": "EEEE, d. MMMM y"}
DAYS = {"hu": "MMMM d., EEEE", "en": "EEEE d MMMM", "de": "EEEE, d. MMMM"}
PLAIN_DATES = {"hu": "y. MMMM d.", "en": "d MMMM y", "de": "d. MMMM y"}
TIMES = {"hu": "{hour}.{minute:02}", "en": "{hour}:{minute:02}", "de": "{hour}.{minute:02}"}


class Text(str):
    """A text that knows which language it is in."""

    lang: str

    def __new__(cls, value: str, language: str) -> Text:
        """Keep `language` beside `value`."""
        text = super().__new__(cls, value)
        text.lang = language
        return text


class RoomDomain(flask_babel.Domain):  # type: ignore[misc]
    """The merged catalogues of all rooms; `hu-simple` is one of its own, which Babel's locales cannot name."""

    def get_translations(self) -> Any:
        """Return the texts of the page's language."""
        return catalogues.translations(lang())


def init_app(app: Flask) -> None:
    """Teach `app` its languages."""
    babel = flask_babel.Babel(app, locale_selector=lambda: Locale.parse(base()))
    babel.domain_instance = RoomDomain()
    # A page asks for some fifty texts; these two skip what Flask-Babel looks up for each.
    app.jinja_env.install_gettext_callables(_text, _plural, newstyle=True)  # type: ignore[attr-defined]
    app.before_request(_choose)
    app.after_request(_remember)
    app.url_value_preprocessor(_take_from_address)
    app.url_defaults(_give_to_address)
    app.jinja_env.globals.update(
        lang=lang, base_lang=base, language_links=language_links, t=marked, hu=hungarian, languages=LANGUAGES
    )
    app.jinja_env.filters.update(
        date_long=date_long, date_day=date_day, date_plain=date_plain, time_of_day=time_of_day, lines=lines
    )


def _text(message: str) -> str:
    return catalogues.translations(lang()).gettext(message)


def _plural(one: str, many: str, number: int) -> str:
    return catalogues.translations(lang()).ngettext(one, many, number)


def mount(app: Flask, blueprint: Blueprint) -> None:
    """Register public pages once, for every language."""
    app.register_blueprint(blueprint, url_prefix=PREFIX + (blueprint.url_prefix or ""))


def lang() -> str:
    """Return the page's language: hu, hu-simple, en or de."""
    return cast(str, g.get("lang", "hu")) if g else "hu"


def base(language: str | None = None) -> str:
    """Return the language without its variant: `hu` for `hu-simple`."""
    return (language or lang()).partition("-")[0]


@contextmanager
def using(language: str) -> Iterator[None]:
    """Speak `language` for the block, for instance in a background job or a live event."""
    before = g.get("lang")
    g.lang = language if language in LANGUAGES else "hu"
    flask_babel.refresh()
    try:
        yield
    finally:
        g.lang = before or "hu"
        flask_babel.refresh()


def _choose() -> None:
    first = request.path.split("/", 2)[1]
    asked = request.args.get("lang", "")
    if first in LANGUAGES:
        g.lang = first
    elif asked in LANGUAGES:
        g.lang = asked
    else:
        g.lang = preferred()
    # The language that was read last opens next time. What a worker or an interface's client fetches is not reading.
    reading = request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if reading and first in {"", "staff", *LANGUAGES} and g.lang != preferred():
        g.remember_lang = g.lang


def preferred() -> str:
    """Return the visitor's language: as chosen before, or as the browser asks."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(["hu", "en", "de"], default="hu") or "hu"


def _remember(response: Response) -> Response:
    if "remember_lang" in g:
        remember(response, g.remember_lang)
    return response


def remember(response: BaseResponse, language: str) -> None:
    """Keep the chosen language for a year."""
    response.set_cookie(COOKIE, language, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)


def _take_from_address(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values:
        values.pop("lang", None)


def _give_to_address(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and speaks(endpoint):
        values["lang"] = lang()


def speaks(endpoint: str) -> bool:
    """Say whether the addresses of `endpoint` begin with a language."""
    return endpoint in current_app.view_functions and current_app.url_map.is_endpoint_expecting(endpoint, "lang")


def language_links() -> list[dict[str, Any]]:
    """Return this page in every language: tag, name, address, and which one is shown."""
    if "language_links" not in g:
        g.language_links = _language_links()
    return cast(list[dict[str, Any]], g.language_links)


def _language_links() -> list[dict[str, Any]]:
    return [
        {"lang": language, "name": NAMES[language], "href": _this_page(language), "current": language == lang()}
        for language in LANGUAGES
    ]


def _this_page(language: str) -> str:
    if not has_request_context() or not request.endpoint:
        return f"/{language}/"
    if request.method != "GET" and "GET" not in (request.url_rule.methods or () if request.url_rule else ()):
        return f"/{language}/"
    # What was asked is added by hand: `url_for` would take some names, such as `_method`, for orders to itself.
    there = url_for(request.endpoint, **{**(request.view_args or {}), "lang": language})
    asked = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != "lang"])
    return f"{there}{'&' if '?' in there else '?'}{asked}" if asked else there


def localized(mapping: Mapping[str, Any] | str | None, language: str | None = None) -> Text:
    """Pick the text of `language` (the page's own by default) out of `{hu: …, en: …}`, or the nearest there is."""
    if mapping is None:
        return Text("", language or lang())
    if isinstance(mapping, str):
        return Text(mapping, "hu")
    for candidate in (*FALLBACKS[language or lang()], *mapping):
        if text := mapping.get(candidate):
            return Text(str(text), candidate)
    return Text("", language or lang())


def marked(mapping: Mapping[str, Any] | str | None) -> Markup:
    """Print a localized text, marked when it is in another language than the page."""
    text = mapping if isinstance(mapping, Text) else localized(mapping)
    if base(text.lang) == base():
        return escape(str(text))
    return Markup('<span lang="{}">{}</span>').format(base(text.lang), str(text))


def hungarian(name: str) -> Markup:
    """Print a Hungarian name, marked as Hungarian on a page in another language."""
    return marked(Text(name, "hu"))


def lines(text: str) -> Markup:
    """Print a text of one idea a line, each on a line of its own."""
    parts = [escape(part) for part in text.strip().splitlines() if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - a single line needs no frame
        return Markup("").join(parts)
    spans = (Markup("<span>{}</span> ").format(part) for part in parts)
    return Markup('<span class="lines">{}</span>').format(Markup("").join(spans))


def date_long(day: date | datetime) -> str:
    """Write a day in full: 2026. november 26., csütörtök."""
    return _date(day, LONG_DATES)


def date_day(day: date | datetime) -> str:
    """Write a day of the near future: november 26., csütörtök."""
    return _date(day, DAYS)


def date_plain(day: date | datetime) -> str:
    """Write a day without its weekday: 2026. november 26."""
    return _date(day, PLAIN_DATES)


def _date(day: date | datetime, patterns: Mapping[str, str]) -> str:
    if isinstance(day, datetime):
        day = clock.local(day).date()
    return format_date(day, patterns[base()], locale=base() if base() != "en" else "en_GB")


def time_of_day(moment: datetime) -> str:
    """Write a time on Budapest's wall clock: 16.00 in Hungarian and German, 16:00 in English."""
    there = clock.local(moment)
    return TIMES[base()].format(hour=there.hour, minute=there.minute)
