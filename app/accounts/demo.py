"""Decides whether demonstration links may be used: on this computer only, and only when it was asked for."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from app.config import Settings

PEOPLE = {"operator": "Anna", "helper": "Bence", "editor": "Csilla", "supervisor": "Dóra"}
# A request that passed through any proxy may come from anywhere, whatever address the proxy has.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def offered(settings: Settings) -> bool:
    """Say whether this installation is a demonstration that nobody else on the network can reach."""
    public = urlsplit(settings.public_url).hostname
    return (
        settings.demo
        and settings.trusted_proxies == 0
        and is_loopback(settings.host)
        and (public is None or is_loopback(public))
    )


def allowed(settings: Settings, environ: Mapping[str, Any]) -> bool:
    """Say whether this very request comes from the same computer, asking for it by a name of its own."""
    host = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
    return (
        offered(settings)
        and not any(environ.get(header) for header in FORWARDED)
        and is_loopback(str(environ.get("REMOTE_ADDR", "")))
        and is_loopback(host)
    )


def is_loopback(host: str) -> bool:
    """Say whether `host` can only ever mean this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
