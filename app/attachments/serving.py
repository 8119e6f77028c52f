"""Serve attachments with headers that keep their content from running in the browser."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, abort

from app.attachments import queries
from app.attachments.models import Attachment

SMALL = "image/jpeg"
SHOWN = ("image/jpeg", "image/png")


def response(attachment: Attachment, small: bool = False) -> Response:
    """Return a file's response: pictures are shown, anything else is downloaded; nothing in it runs or is cached.

    `small` asks for the little picture that stands for a photo in the conversation.
    """
    data = queries.data(attachment, small)
    if data is None:
        abort(404)
    way = "inline" if attachment.media_type in SHOWN else "attachment"
    return Response(
        data,
        mimetype=SMALL if small else attachment.media_type,
        headers={
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(attachment.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
