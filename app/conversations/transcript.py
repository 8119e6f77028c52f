"""Writes a conversation as plain text that a person can keep, print or have read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from app.conversations import words
from app.conversations.models import Conversation
from app.conversations.queries import Entry
from app.core import content, i18n
from app.core.i18n import gettext as _
from app.core.i18n import localized


def write(conversation: Conversation, entries: Sequence[Entry]) -> str:
    """Return the transcript in the page's language, with the byte mark that old editors need to show ő and ű."""
    site = content.site()
    head = [
        f"{site['service']['name']} – {site['municipality']['town']}",
        _("Conversation %(reference)s", reference=conversation.reference),
        i18n.date_long(conversation.opened_at),
    ]
    if conversation.subject:
        head.append(_("Topic: %(topic)s", topic=conversation.subject))
    head.append(localized(site["promise"]["short"]).replace("\n", " "))
    return "\ufeff" + "\r\n\r\n".join(["\r\n".join(head), *(_said(entry) for entry in entries)]) + "\r\n"


def _said(entry: Entry) -> str:
    who = words.author_name(entry.author, entry.name, "citizen")
    body = words.system_text(entry.body, entry.details) if entry.author == "system" else entry.body
    return f"{i18n.time_of_day(entry.at)} {who}:\r\n" + body.replace("\n", "\r\n")
