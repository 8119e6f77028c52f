"""Decides what a citizen who asks for their data reads: the texts, and whatever else is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.attachments.models import Attachment
from app.contacts import needs
from app.contacts.models import Contact
from app.conversations import transcript, words
from app.core.clock import iso
from app.core.feature import Part
from app.core.i18n import gettext as _
from app.tracking.forms import ANSWERS
from app.tracking.models import Rating
from app.tracking.queries import Record
from app.tracking.questions import QUESTIONS, question_of


def data(record: Record) -> Mapping[str, Any]:
    """Return what hangs on a conversation beside its messages, as programs read it."""
    of = record.conversation.public_id
    return {"files": [_file(of, file) for file in record.files], "ratings": [*_rating(of, record.rating)]}


def _file(conversation: str, file: Attachment) -> dict[str, Any]:
    return {
        "conversation": conversation, "name": file.name, "type": file.media_type, "size": file.size,
        "author": file.author, "at": iso(file.at), "message": file.message_id,
    }  # fmt: skip


def _rating(conversation: str, given: Rating | None) -> Iterable[dict[str, Any]]:
    if given:
        yield {
            "conversation": conversation, "answer": given.answer, "comment": given.comment, "at": iso(given.given_at)
        }  # fmt: skip


def text(contact: Contact, parts: Sequence[Part], records: Sequence[Record]) -> str:
    """Return a contact as people read it: the texts of its conversations, and everything that is stored besides."""
    texts = [transcript.write(record.conversation, record.entries) for record in records]
    besides = [_lines(_about(contact)), *(_lines([("", part.title), *part.facts]) for part in parts)]
    besides += [_lines(_beside(record)) for record in records]
    return "\r\n".join([*texts, _("What is stored besides"), "", "\r\n\r\n".join(filter(None, besides)), ""])


def _lines(facts: Iterable[tuple[str, str | None]]) -> str:
    return "\r\n".join(f"{name}: {value}" if name else str(value) for name, value in facts if value)


def _about(contact: Contact) -> list[tuple[str, str | None]]:
    known = (needs.NEEDS[name] for name in contact.needs if name in needs.NEEDS)
    return [
        (_("Reference"), contact.reference),
        (_("Language"), str(words.language_name(contact.language))),
        (_("How we talk well"), ", ".join(str(need.wish or need.visit_wish) for need in known)),
        (_("Telephone number"), contact.phone),
        (_("E-mail address"), contact.email),
        (_("Best time"), contact.best_time),
    ]


def _beside(record: Record) -> list[tuple[str, str | None]]:
    one, given = record.conversation, record.rating
    return [
        (_("Way of contact"), str(words.CHANNELS[one.channel])),
        (_("Operator"), one.staff_name),
        (_("Files"), ", ".join(file.name for file in record.files)),
        (str(QUESTIONS[question_of(one.id)]), str(ANSWERS[given.answer][0]) if given else None),
        (_("Your comment"), given.comment if given else None),
    ]
