"""Decides what a visitor may choose about reading, and how the choices are kept in one small cookie."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from types import MappingProxyType

# The first of each is what a visitor gets who has chosen nothing.
CHOICES = MappingProxyType({
    "size": ("100", "125", "150", "200"),
    "spacing": ("normal", "wide", "widest"),
    "contrast": ("device", "more"),
    "theme": ("device", "light", "dark"),
    "motion": ("device", "none"),
    "simple": ("off", "on"),
    "aloud": ("off", "on"),
})  # fmt: skip
# What the style sheet answers to; the rest changes pages on the server.
DRAWN = ("size", "spacing", "contrast", "theme", "motion")
LONGEST = 200


@dataclass(frozen=True)
class Preferences:
    """How one visitor wants to read."""

    size: str = "100"
    spacing: str = "normal"
    contrast: str = "device"
    theme: str = "device"
    motion: str = "device"
    simple: str = "off"
    aloud: str = "off"

    def cookie(self) -> str:
        """Write the choices for the cookie: `size-125.theme-dark`."""
        return ".".join(f"{name}-{value}" for name, value in asdict(self).items())

    def attributes(self) -> dict[str, str]:
        """Return what differs from the usual look, for the page's root element."""
        return {f"data-{name}": value for name in DRAWN if (value := getattr(self, name)) != CHOICES[name][0]}


def read(cookie: str) -> Preferences:
    """Read a cookie; whatever is not one of our choices is passed over."""
    pairs = (part.partition("-") for part in cookie[:LONGEST].split("."))
    return Preferences(**{name: value for name, _dash, value in pairs if value in CHOICES.get(name, ())})
