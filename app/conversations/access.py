"""How a citizen's browser holds its conversations: one cookie each, which no script and no other site can use."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any

from flask import Response, request

from app.conversations import queries, text
from app.conversations.models import Conversation
from app.conversations.queries import Holder
from app.core.guess_limits import limit_guesses
from app.core.settings import settings

PREFIX = "talk-"
DAYS = 30
# A browser that is handed to many people would otherwise carry every conversation about, until its requests are too
# long for any server.
SHOWN = 5
KEPT = 30


def _asked() -> str:
    return text.code(request.form.get("reference", ""))


# Wrong tries at a contact's code count together, on whichever page they are made.
guesses = limit_guesses("contact", _asked, HTTPStatus.UNPROCESSABLE_ENTITY)


def remember(response: Response, public_id: str, token: str, code: str) -> Response:
    """Give the browser its key, and the code that lets the citizen continue elsewhere; the oldest of many give way."""
    others = [name for name in request.cookies if name.startswith(PREFIX) and name != PREFIX + public_id]
    # Browsers send the cookies that they have had longest first.
    for name in others[: max(0, len(others) - KEPT + 1)]:
        response.delete_cookie(name, path="/")
    response.set_cookie(
        PREFIX + public_id, f"{token}.{code}", max_age=DAYS * 24 * 3600, httponly=True, samesite="Lax",
        secure=settings().address.startswith("https://"), path="/",
    )  # fmt: skip
    return response


def forget(response: Response, public_id: str) -> Response:
    """Take the key away from the browser."""
    response.delete_cookie(PREFIX + public_id, path="/")
    return response


def held(public_id: str) -> tuple[Conversation, str] | None:
    """Return the conversation and its code when this request's browser holds the key to it."""
    token, _dot, code = request.cookies.get(PREFIX + public_id, "").partition(".")
    found = queries.conversation(Holder(token), public_id) if token else None
    return (found, code) if found else None


def holder(public_id: str) -> Holder:
    """Return who this request's browser is to one conversation: the holder of its key, or of none."""
    return Holder(request.cookies.get(PREFIX + public_id, "").partition(".")[0])


def all_held() -> list[Conversation]:
    """Return the conversations that this browser holds keys to, the newest first."""
    names = [name.removeprefix(PREFIX) for name in request.cookies if name.startswith(PREFIX)][:SHOWN]
    found = [pair[0] for name in names if (pair := held(name))]
    return sorted(found, key=lambda one: one.opened_at, reverse=True)


def unfinished() -> list[Conversation]:
    """Return this browser's chats that have not ended, the newest first."""
    return [one for one in all_held() if one.state != "ended" and one.channel == "chat"]


def carried_over() -> Conversation | None:
    """Return the conversation that `?folytat=` says to go on with on another way, when this browser holds its key.

    An address may be written down anywhere, so it names the conversation and never what it is about.
    """
    mine = held(request.args.get("folytat", ""))
    return mine[0] if mine else None


def token_of_handshake(environ: Mapping[str, Any], public_id: str) -> str:
    """Return the token that a socket's handshake brings for one conversation, or nothing."""
    try:
        cookies = SimpleCookie(str(environ.get("HTTP_COOKIE", "")))
    except CookieError:
        return ""
    kept = cookies.get(PREFIX + public_id)
    return kept.value.partition(".")[0] if kept else ""
