"""Writes everything that is stored of a contact, for its citizen: for programs, and for reading."""

from __future__ import annotations

from typing import Any

from app.attachments.models import Attachment
from app.conversations import needs, transcript, words
from app.conversations.queries import Entry
from app.core.api import iso
from app.core.i18n import gettext as _
from app.tracking.forms import ANSWERS
from app.tracking.queries import Record
from app.tracking.questions import QUESTIONS, question_of


def data(record: Record) -> dict[str, Any]:
    """Return a contact as programs read it. Nothing opens it: keys and codes are stored as hashes only."""
    one = record.conversation
    return {
        "reference": one.reference,
        "channel": one.channel,
        "language": one.language,
        "state": one.state,
        "topic": one.topic,
        "communication": one.needs,
        "operator": one.staff_name,
        "phone": one.phone,
        "email": one.email,
        "answer_by": one.answer_by,
        "best_time": one.best_time,
        "category": one.category,
        "outcome": one.outcome,
        "opened_at": iso(one.opened_at),
        "taken_at": iso(one.taken_at) if one.taken_at else None,
        "ended_at": iso(one.ended_at) if one.ended_at else None,
        "read_until_message": one.read_citizen,
        "opened_on_devices_at": [iso(moment) for moment in record.keys],
        "messages": [_message(entry, record) for entry in record.entries],
        "files": [_file(file) for file in record.files],
        "rating": _rating(record),
    }


def _message(entry: Entry, record: Record) -> dict[str, Any]:
    earlier = [{"body": edit.body, "until": iso(edit.at)} for edit in record.earlier.get(entry.id, ())]
    said = words.system_text(entry.body, entry.details) if entry.author == "system" else entry.body
    found = {"id": entry.id, "author": entry.author, "name": entry.name, "at": iso(entry.at), "body": said}
    return {**found, "earlier": earlier} if earlier else found


def _file(file: Attachment) -> dict[str, Any]:
    return {
        "name": file.name, "type": file.media_type, "size": file.size, "author": file.author, "at": iso(file.at),
        "message": file.message_id,
    }  # fmt: skip


def _rating(record: Record) -> dict[str, Any] | None:
    given = record.rating
    return {"answer": given.answer, "comment": given.comment, "at": iso(given.given_at)} if given else None


def text(record: Record) -> str:
    """Return a contact as people read it: its text, and what is stored besides."""
    one, given = record.conversation, record.rating
    facts = [
        (_("Way of contact"), words.CHANNELS[one.channel]),
        (_("Language"), words.language_name(one.language)),
        (_("How we talk well"), ", ".join(str(needs.NEEDS[name].wish) for name in one.needs if name in needs.NEEDS)),
        (_("Telephone number"), one.phone),
        (_("E-mail address"), one.email),
        (_("Best time"), one.best_time),
        (_("Operator"), one.staff_name),
        (_("Files"), ", ".join(file.name for file in record.files)),
        (str(QUESTIONS[question_of(one.id)]), ANSWERS[given.answer][0] if given else None),
        (_("Your comment"), given.comment if given else None),
    ]
    lines = [f"{name}: {value}" for name, value in facts if value]
    return transcript.write(one, record.entries) + "\r\n" + "\r\n".join([_("What is stored besides"), *lines]) + "\r\n"
