"""Says to people why a file was not taken."""

from __future__ import annotations

from app.core.i18n import gettext as _
from app.core.i18n import lazy as _l
from app.core.settings import settings

UNFIT = {
    "empty": _l("The file is empty. Choose another one."),
    "kind": _l("This is not a picture or a PDF. We take photos (JPG, PNG, WebP) and PDF files."),
    "heic": _l("This is a HEIC picture, which we cannot take. Save it as JPG, or photograph the letter again."),
    "broken": _l("The file cannot be read. Perhaps it is damaged. Make a new photo, or save the PDF again."),
    "acting": _l("This PDF contains programs or other files, so we do not take it. Send a photo or a simple PDF."),
    "locked": _l("This PDF is locked with a password. Send it without a password, or as a photo."),
    "many": _l("There are already as many files in this conversation as we can keep."),
    "ended": _l("The conversation has ended, or is not yours any more: the file was not sent."),
}


def why(reason: str) -> str:
    """Return the sentence for a file that was not taken."""
    if reason == "too-large":
        return _("The file is too large: at most %(most)s MB and 200 pages. Send a smaller photo.",
                 most=settings().attachment_max_mib)  # fmt: skip
    return str(UNFIT.get(reason, UNFIT["ended"]))


def size(count: int) -> str:
    """Write a file's size as people say it."""
    if count < 2**20:
        return _("%(number)s KB", number=max(1, round(count / 1024)))
    return _("%(number)s MB", number=round(count / 2**20))
