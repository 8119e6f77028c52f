"""The form by which a citizen or an operator sends a file, and how its request is read.

A file may be larger than any other form, and one that is too large must not cost its sender the words typed beside it:
the file's surplus bytes are read and discarded, so that the fields after it can still be read.
"""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any, Self

from flask import request
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from wtforms import HiddenField, StringField

from app.accounts.queries import StaffIdentity
from app.attachments import actions
from app.attachments.actions import NewFile
from app.attachments.file_cleaner import UnfitReason
from app.attachments.models import Attachment
from app.attachments.words import refusal_sentence
from app.conversations import text
from app.conversations.models import Conversation
from app.core.security import csrf, new_token
from app.core.settings import settings
from app.core.widgets import Form

# The form's other fields, and the boundaries between its parts.
BYTES_FOR_FIELDS = 64 * 1024
# Up to this many times the largest file, a request is read to its end; a longer one is refused unread.
READ_TIMES_LIMIT = 20
IN_MEMORY = 512 * 1024


def largest_file() -> int:
    """Return how many bytes a file may have."""
    return settings().attachment_max_mib * 2**20


class CappedFile(SpooledTemporaryFile[bytes]):
    """A file on disk that keeps one byte more than the largest file may have, and drops the rest.

    The byte more is enough for `actions.attach` to see that the file is too large.
    """

    def __init__(self) -> None:
        super().__init__(max_size=IN_MEMORY, mode="w+b")
        self.room = largest_file() + 1

    def write(self, data: Any) -> int:
        """Keep what fits; report everything as written, as a file does."""
        kept = data[: self.room]
        self.room -= len(kept)
        super().write(kept)
        return len(data)


class UploadParser(FormDataParser):
    """Reads a form whose one file is kept up to its largest size; of further files nothing is kept."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.files = 0
        self.stream_factory = self._open

    def _open(self, *_args: Any, **_options: Any) -> CappedFile:
        opened = CappedFile()
        if self.files:
            opened.room = 0
        self.files += 1
        return opened


class UploadForm(Form):
    """A file and a word about it. Each page's own form says what the fields are called."""

    file: FileField
    words: StringField
    ref: HiddenField
    too_large = False

    @classmethod
    def read(cls) -> Self:
        """Return the form, filled in with what this request sent; check its token against forgery.

        The view must be exempt from the general check, which would read the request before it may be as large.
        """
        if request.method != "POST":
            return cls()
        request.max_content_length = READ_TIMES_LIMIT * largest_file() + BYTES_FOR_FIELDS
        request.form_data_parser_class = UploadParser
        try:
            csrf.protect()
        except RequestEntityTooLarge:
            form = cls(formdata=None)
            form._refuse(UnfitReason.TOO_LARGE)
            return form
        return cls()

    def validate(self, extra_validators: object = None) -> bool:
        """Judge the fields, unless the request was too large to be read at all."""
        return not self.too_large and super().validate(extra_validators)

    def attach_to(self, conversation: Conversation, staff: StaffIdentity | None = None) -> bool:
        """Keep the file in `conversation`, sent by `staff` or else by the citizen; return whether it was kept.

        Where it was not, the field `file` says why, and the other fields keep what was written.
        """
        sent, ref = self.file.data, self.ref.data or ""
        new = NewFile(
            ref if text.is_ref(ref) else new_token(), sent.filename or "", sent.read(), self.words.data or "", staff
        )  # fmt: skip
        kept = actions.attach(conversation, new)
        if isinstance(kept, Attachment):
            return True
        self._refuse(kept.reason)
        return False

    def _refuse(self, reason: str) -> None:
        self.too_large = reason == UnfitReason.TOO_LARGE
        self.file.errors = [refusal_sentence(reason)]

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows this form."""
        if self.too_large:
            return 413
        return 422 if self.errors else 200
