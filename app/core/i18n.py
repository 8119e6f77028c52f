"""Languages: which one a page speaks, its texts, its dates, and the marking of parts in another language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode

import flask_babel
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Blueprint, Flask, Response, current_app, g, has_request_context, request, url_for
from markupsafe import Markup, escape
from werkzeug.routing import AnyConverter, Map
from werkzeug.wrappers import Response as BaseResponse

from app.core import catalogues, clock, languages
from app.core.language_checks import check
from app.core.languages import MASTER, Language

__all__ = ["gettext", "lang", "lazy", "localized", "ngettext", "page_language", "use_language"]

gettext: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
lazy: Callable[..., Any] = flask_babel.lazy_gettext

COOKIE = "language"
YEAR = 365 * 24 * 3600
PREFIX = "/<language:lang>"


class LanguageConverter(AnyConverter):
    """The part of an address that names a language: one of those that the service speaks when it starts."""

    def __init__(self, url_map: Map) -> None:
        """Fit the tags of the languages."""
        super().__init__(url_map, *languages.tags())


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


def init_app(app: Flask, spoken: Sequence[Language]) -> None:
    """Teach `app` its languages. Raise `IncompleteLanguageError` when one of them lacks something."""
    speak(spoken)
    app.url_map.converters["language"] = LanguageConverter
    babel = flask_babel.Babel(app, locale_selector=lambda: Locale.parse(page_language().locale))
    babel.domain_instance = RoomDomain()
    # A page asks for some fifty texts; these two skip what Flask-Babel looks up for each.
    app.jinja_env.install_gettext_callables(_text, _plural, newstyle=True)  # type: ignore[attr-defined]
    app.before_request(_choose)
    app.after_request(_remember)
    app.url_value_preprocessor(_take_from_address)
    app.url_defaults(_give_to_address)
    app.jinja_env.globals.update(
        lang=lang, page_language=page_language, base_language=base_language, language_links=language_links,
        language_name=languages.name_of, language_tags=languages.tags, t=mark_language, hu=mark_hungarian,
    )  # fmt: skip
    app.jinja_env.filters.update(
        date_long=date_long, date_day=date_day, date_plain=date_plain, time_of_day=time_of_day, decimal=decimal,
        lines=lines,
    )  # fmt: skip


def speak(spoken: Sequence[Language]) -> None:
    """Let this process speak exactly `spoken`. Raise `IncompleteLanguageError` when one of them lacks something."""
    check(tuple(spoken))
    catalogues.load(spoken)
    languages.use(spoken)


def _text(message: str) -> str:
    return catalogues.translations(lang()).gettext(message)


def _plural(one: str, many: str, number: int) -> str:
    return catalogues.translations(lang()).ngettext(one, many, number)


def mount(app: Flask, blueprint: Blueprint) -> None:
    """Register public pages once, for every language."""
    app.register_blueprint(blueprint, url_prefix=PREFIX + (blueprint.url_prefix or ""))


def lang() -> str:
    """Return the tag of the page's language: hu, hu-simple, en or de."""
    return cast(str, g.get("lang", MASTER)) if g else MASTER


def page_language() -> Language:
    """Return the record of the page's language."""
    return languages.get(lang())


def base_language(language: str | None = None) -> str:
    """Return the language (the page's own by default) without its variant: `hu` for `hu-simple`."""
    return (language or lang()).partition("-")[0]


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak `language` for the block, for instance in a background job or a live event."""
    before = g.get("lang")
    g.lang = languages.get(language).tag
    flask_babel.refresh()
    try:
        yield
    finally:
        g.lang = before or MASTER
        flask_babel.refresh()


def _choose() -> None:
    first = request.path.split("/", 2)[1]
    asked = request.args.get("lang", "")
    if languages.is_known(first):
        g.lang = first
    elif languages.is_known(asked):
        g.lang = asked
    else:
        g.lang = preferred()
    # The language that was read last opens next time. What a worker or an interface's client fetches is not reading.
    reading = request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if reading and (first in {"", "staff"} or languages.is_known(first)) and g.lang != preferred():
        g.remember_lang = g.lang


def preferred() -> str:
    """Return the visitor's language: as chosen before, or as the browser asks."""
    chosen = request.cookies.get(COOKIE, "")
    if languages.is_known(chosen):
        return chosen
    return request.accept_languages.best_match(languages.base_tags(), default=MASTER) or MASTER


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
    if "lang" not in values and has_language(endpoint):
        values["lang"] = lang()


def has_language(endpoint: str) -> bool:
    """Say whether the addresses of `endpoint` begin with a language."""
    return endpoint in current_app.view_functions and current_app.url_map.is_endpoint_expecting(endpoint, "lang")


def language_links() -> list[dict[str, Any]]:
    """Return this page in every language: tag, name, address, and which one is shown."""
    if "language_links" not in g:
        g.language_links = _language_links()
    return cast(list[dict[str, Any]], g.language_links)


def _language_links() -> list[dict[str, Any]]:
    return [
        {
            "lang": language.tag, "name": language.name, "easy": language.easy,
            "href": _this_page(language.tag), "current": language.tag == lang(),
        }
        for language in languages.known()
    ]  # fmt: skip


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
        return Text(mapping, MASTER)
    for candidate in (*languages.get(language or lang()).chain, *mapping):
        if text := mapping.get(candidate):
            return Text(str(text), candidate)
    return Text("", language or lang())


def mark_language(mapping: Mapping[str, Any] | str | None) -> Markup:
    """Print a localized text, marked when it is in another language than the page."""
    text = mapping if isinstance(mapping, Text) else localized(mapping)
    if base_language(text.lang) == base_language():
        return escape(str(text))
    return Markup('<span lang="{}">{}</span>').format(base_language(text.lang), str(text))


def mark_hungarian(name: str) -> Markup:
    """Print a Hungarian name, marked as Hungarian on a page in another language."""
    return mark_language(Text(name, "hu"))


def lines(text: str) -> Markup:
    """Print a text of one idea a line, each on a line of its own."""
    parts = [escape(part) for part in text.strip().splitlines() if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - a single line needs no frame
        return Markup("").join(parts)
    spans = (Markup("<span>{}</span> ").format(part) for part in parts)
    return Markup('<span class="lines">{}</span>').format(Markup("").join(spans))


def date_long(day: date | datetime) -> str:
    """Write a day in full: 2026. november 26., csütörtök."""
    return _date(day, page_language().dates.long)


def date_day(day: date | datetime) -> str:
    """Write a day of the near future: november 26., csütörtök."""
    return _date(day, page_language().dates.day)


def date_plain(day: date | datetime) -> str:
    """Write a day without its weekday: 2026. november 26."""
    return _date(day, page_language().dates.plain)


def _date(day: date | datetime, pattern: str) -> str:
    if isinstance(day, datetime):
        day = clock.local(day).date()
    return format_date(day, pattern, locale=page_language().locale)


def time_of_day(moment: datetime) -> str:
    """Write a time on Budapest's wall clock: 16.00 in Hungarian and German, 16:00 in English."""
    there = clock.local(moment)
    return hour_and_minute(there.hour, there.minute)


def hour_and_minute(hour: int, minute: int) -> str:
    """Write a time of day: 16.00 in Hungarian and German, 16:00 in English."""
    return f"{hour}{page_language().times.separator}{minute:02}"


def decimal(value: float, *, grouped: bool = True) -> str:
    """Write a number with one decimal at most: 2,5 in Hungarian."""
    return format_decimal(round(value, 1), locale=page_language().locale, group_separator=grouped)
