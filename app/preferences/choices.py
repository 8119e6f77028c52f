"""The display preferences that a visitor can choose, and how they are stored in one small cookie."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from types import MappingProxyType

# The first value of each is the default.
CHOICES = MappingProxyType({
    "size": ("100", "125", "150", "200"),
    "spacing": ("normal", "wide", "widest"),
    "contrast": ("device", "more"),
    "theme": ("device", "light", "dark"),
    "motion": ("device", "none"),
    "simple": ("off", "on"),
    "aloud": ("off", "on"),
})  # fmt: skip
# Preferences that the style sheet applies; the others change pages on the server.
STYLED = ("size", "spacing", "contrast", "theme", "motion")
LONGEST = 200


@dataclass(frozen=True)
class Preferences:
    """The display preferences of one visitor."""

    size: str = "100"
    spacing: str = "normal"
    contrast: str = "device"
    theme: str = "device"
    motion: str = "device"
    simple: str = "off"
    aloud: str = "off"

    def cookie(self) -> str:
        """Return the cookie value: `size-125.theme-dark`."""
        return ".".join(f"{name}-{value}" for name, value in asdict(self).items())

    def attributes(self) -> dict[str, str]:
        """Return the preferences that differ from the default, as attributes of the page's root element."""
        return {f"data-{name}": value for name in STYLED if (value := getattr(self, name)) != CHOICES[name][0]}


def read(cookie: str) -> Preferences:
    """Return the preferences of a cookie value; unknown names and values are ignored."""
    pairs = (part.partition("-") for part in cookie[:LONGEST].split("."))
    return Preferences(**{name: value for name, _dash, value in pairs if value in CHOICES.get(name, ())})
