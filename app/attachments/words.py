"""Sentences on why a file was refused, and the format of file sizes."""

from __future__ import annotations

from collections.abc import Mapping

from app.attachments.file_cleaner import UnfitReason
from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.settings import settings

UNFIT: Mapping[str, object] = {
    UnfitReason.EMPTY: _l("The file is empty. Choose another one."),
    UnfitReason.KIND: _l("This is not a picture or a PDF. We take photos (JPG, PNG, WebP) and PDF files."),
    UnfitReason.HEIC: _l(
        "This is a HEIC picture, which we cannot take. Save it as JPG, or photograph the letter again."
    ),
    UnfitReason.BROKEN: _l("The file cannot be read. Perhaps it is damaged. Make a new photo, or save the PDF again."),
    UnfitReason.ACTIVE: _l(
        "This PDF contains programs or other files, so we do not take it. Send a photo or a simple PDF."
    ),
    UnfitReason.LOCKED: _l("This PDF is locked with a password. Send it without a password, or as a photo."),
    UnfitReason.MANY: _l("There are already as many files in this conversation as we can keep."),
    "ended": _l("The conversation has ended, or is not yours any more: the file was not sent."),
}


def refusal_sentence(reason: str) -> str:
    """Return the sentence that explains a refusal."""
    if reason == UnfitReason.TOO_LARGE:
        return _("The file is too large: at most %(most)s MB and 200 pages. Send a smaller photo.",
                 most=settings().attachment_max_mib)  # fmt: skip
    return str(UNFIT.get(reason, UNFIT["ended"]))


def file_size(count: int) -> str:
    """Format a number of bytes in KB or MB."""
    if count < 2**20:
        return _("%(number)s KB", number=max(1, round(count / 1024)))
    return _("%(number)s MB", number=round(count / 2**20))
