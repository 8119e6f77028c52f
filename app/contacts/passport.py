"""The communication passport: how the citizen asks to be spoken to, remembered on this device if they wish.

It is a cookie of known words only; nothing is stored on the server before a contact begins.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from app.contacts import needs
from app.core.settings import settings

COOKIE = "passport"


def remembered() -> list[str]:
    """Return the wishes that this device remembers."""
    return needs.known(request.cookies.get(COOKIE, "").split("."))


def keep(response: BaseResponse, wishes: Iterable[str], wanted: bool) -> BaseResponse:
    """Remember the wishes on this device when that is wanted; forget earlier ones when it is not."""
    said = ".".join(needs.known(wishes))
    if wanted and said:
        response.set_cookie(
            COOKIE, said, max_age=settings().remember_device_days * 24 * 3600, httponly=True, samesite="Lax", path="/",
            secure=settings().address.startswith("https://"),
        )  # fmt: skip
    elif COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path="/")
    return response
