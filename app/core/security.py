"""Secrets, security headers, CSRF protection and rate limits."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from app.config import Settings, WrongSetting, hard_to_guess

# A client with one IPv6 address usually controls its whole /64 network.
CLIENT_PREFIX_LENGTH = 64


def rate_limit_key() -> str:
    """Return what rate limits count as one client: an IPv4 address or an IPv6 network."""
    given = get_remote_address()
    try:
        found = ip_address(given)
    except ValueError:
        return given
    if isinstance(found, IPv4Address):
        return given
    return str(found.ipv4_mapped or ip_network((found, CLIENT_PREFIX_LENGTH), strict=False))


csrf = CSRFProtect()
limiter = Limiter(rate_limit_key, default_limits=[], headers_enabled=False)

# Letters that are not confused when read aloud or written by hand; no vowels, so that no words appear.
SPEAKABLE = "BCDFGHJKLMNPRSTVZ"
DIGITS = "23456789"
LARGEST_NUMBER = 2**31 - 1


def init_app(app: Flask, settings: Settings) -> None:
    """Configure sessions, CSRF protection, rate limits and headers of `app`."""
    app.config.update(
        SECRET_KEY=settings.secret_key or kept_secret(settings.data_dir),
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.address.startswith("https://"),
        # A page may stay open, or come from the offline cache, for days: the token is valid as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=settings.max_body_kib * 1024,
        MAX_FORM_MEMORY_SIZE=settings.max_body_kib * 1024,
        RATELIMIT_ENABLED=settings.rate_limits,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.url_map.converters["int"] = Number
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_headers)


class Number(IntegerConverter):
    """A number in a URL; one that is too large for a database column matches no route."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", LARGEST_NUMBER)
        super().__init__(url_map, *args, **kwargs)


def kept_secret(folder: Path) -> str:
    """Return the secret key of this installation; create it at the first start."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f"secret_key.{secrets.token_hex(4)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32), "utf-8")
        # When two processes start at once, one of them links its key first, and both read that one.
        with suppress(FileExistsError):
            path.hardlink_to(made)
        made.unlink()
    kept = path.read_text("utf-8").strip()
    if not hard_to_guess(kept):
        raise WrongSetting(
            f"Wrong setting DATA_DIR={str(folder)!r}: its file secret_key is damaged. Put back the one of your backup; "
            "if there is none, remove it: a new one is made, and codes that citizens hold open nothing any more."
        )
    return kept


def installation_key() -> str:
    """Return the secret key of the running installation, for keyed hashes of short secrets."""
    return str(current_app.config["SECRET_KEY"])


def _headers(response: Response) -> Response:
    socket = ("wss://" if request.is_secure else "ws://") + request.host
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"media-src 'self'; connect-src 'self' {socket}; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(self), geolocation=(), payment=()"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.path.startswith("/staff"):
        # On a shared computer the next person must not find the page with the back button.
        response.headers["Cache-Control"] = "no-store"
    elif response.mimetype in {"text/html", "application/json", "application/problem+json"}:
        # Every page has the look that its visitor chose, and some contain what only this visitor may read.
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def new_token() -> str:
    """Return a random secret of 32 characters that may be used in URLs."""
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """Return the hash that is stored instead of `token`. Tokens are long and random, so it needs no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def short_code(pattern: str = "aaa999") -> str:
    """Return a random code that is easy to say on the telephone; in `pattern`, `a` is a letter and `9` a digit."""
    return "".join(secrets.choice(SPEAKABLE if mark == "a" else DIGITS) if mark in "a9" else mark for mark in pattern)
