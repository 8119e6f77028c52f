"""Decide whether demonstration links may be used: on this computer only, and only if the settings ask for it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from app.config import Settings

PEOPLE = {"operator": "Anna", "helper": "Bence", "editor": "Csilla", "supervisor": "Dóra"}
# Headers of proxies: a request that has one may come from anywhere.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def demo_offered(settings: Settings) -> bool:
    """Return whether this installation is a demonstration that nobody else on the network can reach."""
    public = urlsplit(settings.public_url).hostname
    return (
        settings.demo
        and settings.trusted_proxies == 0
        and is_loopback(settings.host)
        and (public is None or is_loopback(public))
    )


def demo_allowed(settings: Settings, environ: Mapping[str, Any]) -> bool:
    """Return whether a request comes from this computer and names it by a loopback name."""
    host = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
    return (
        demo_offered(settings)
        and not any(environ.get(header) for header in FORWARDED)
        and is_loopback(str(environ.get("REMOTE_ADDR", "")))
        and is_loopback(host)
    )


def is_loopback(host: str) -> bool:
    """Return whether `host` always means this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
