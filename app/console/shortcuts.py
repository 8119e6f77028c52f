"""The desk's keyboard shortcuts. They use Alt or Ctrl, so that typing triggers none; all can be switched off."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.i18n import lazy as _l

COOKIE = "desk-keys"
OFF = "off"


@dataclass(frozen=True)
class Shortcut:
    """One shortcut: its keys, its name in the script, and what it does."""

    keys: str
    name: str
    does: str


SHORTCUTS = (
    Shortcut("Alt+U", "newest", _l("Go to the newest message")),
    Shortcut("Alt+V", "answer", _l("Go to the answer")),
    Shortcut("Ctrl+Enter", "", _l("Send the answer")),
    Shortcut("Alt+K", "search", _l("Search in the knowledge")),
    Shortcut("Alt+L", "page", _l("Put the first matter's page into the answer")),
    Shortcut("Alt+N", "form", _l("Put the first matter's form into the answer")),
    Shortcut("Alt+P", "list", _l("Put the first matter's list of papers into the answer")),
    Shortcut("Alt+1 … Alt+5", "reply", _l("Put a canned reply into the answer")),
    Shortcut("Alt+↓", "next", _l("Go to the next one of my conversations")),
    Shortcut("Alt+↑", "previous", _l("Go to the previous one of my conversations")),
    Shortcut("Alt+S", "lists", _l("Go to the lists")),
)
